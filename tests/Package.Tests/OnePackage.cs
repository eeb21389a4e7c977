namespace PerfAnalyzers.Package.Tests;

/// <summary>The tests share one consumer directory, so they run one after the other.</summary>
[CollectionDefinition(Name)]
public sealed class OnePackage : ICollectionFixture<PackageFixture>
{
    public const string Name = "package";
}
