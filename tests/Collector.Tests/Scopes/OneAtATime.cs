namespace PerfAnalyzers.Collector.Tests.Scopes;

/// <summary>Tests that ask what a single open scope sees, which no other test may open beside.</summary>
[CollectionDefinition(Name)]
public sealed class OneAtATime
{
    public const string Name = "scopes";
}
