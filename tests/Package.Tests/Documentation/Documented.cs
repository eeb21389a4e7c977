namespace PerfAnalyzers.Package.Tests.Documentation;

/// <summary>One reader: he installs, does the tutorial, and reads on in the project that it leaves.</summary>
[CollectionDefinition(Name)]
public sealed class Documented : ICollectionFixture<DocumentedReader>
{
    public const string Name = "documented";
}
