namespace PerfAnalyzers.Docs;

/// <summary>Everything that is generated.</summary>
internal static class Documentation
{
    /// <summary>The documents with the content that the code demands.</summary>
    public static IEnumerable<Document> Generate(Repository repository)
    {
        var rules = Rule.All(repository);
        return
        [
            .. rules.Select(r => RulePage.For(r, repository)),
            RuleIndex.For(rules, repository),
            OptionsTable.For(repository),
            Catalogue.For(repository),
        ];
    }
}
