namespace PerfAnalyzers.Docs;

/// <summary>The table of all rules.</summary>
internal static class RuleIndex
{
    private const string Path = "docs/rules/README.md";

    private const string Introduction =
        """
        # Rules

        The severity of a finding follows from what is known about it: see [configuration](../configuration.md#severities).

        """;

    /// <summary>The index of these rules.</summary>
    public static Document For(IReadOnlyList<Rule> rules, Repository repository)
    {
        var rows = rules.Select(r => $"| [{r.Id}]({r.Id}.md) | {r.Title} | {r.Severity} | {r.FixDescription} |");
        var table = $"| id | reports | default | fix |\n|---|---|---|---|\n{string.Join("\n", rows)}";
        return new(repository, Path, GeneratedBlock.Replace(repository.Read(Path) ?? Introduction, table));
    }
}
