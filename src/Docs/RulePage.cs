namespace PerfAnalyzers.Docs;

/// <summary>The page of one rule: a generated header, and text that people write.</summary>
internal static class RulePage
{
    /// <summary>Where the page of a rule is.</summary>
    public static string PathOf(string id) => $"docs/rules/{id}.md";

    /// <summary>The page with its heading and header as the code has them; a rule without a page gets the template.</summary>
    public static Document For(Rule rule, Repository repository)
    {
        var heading = $"# {rule.Id}: {rule.Title}";
        var text = repository.Read(PathOf(rule.Id)) ?? Template(rule);
        var body = text.IndexOf('\n', StringComparison.Ordinal) is var end and >= 0 ? text[end..] : "\n";
        return new(repository, PathOf(rule.Id), GeneratedBlock.Replace(heading + body, Header(rule)));
    }

    private static string Header(Rule rule) => string.Join(" · ",
        [
            $"Default: {rule.Severity}",
            $"Fix: {rule.FixDescription}",
            $"Since {rule.Since}",
            $"Source: {string.Join(", ", rule.Sources)}",
        ]);

    private static string Template(Rule rule) =>
        $"""
        # {rule.Id}: {rule.Title}

        One sentence: what it finds.

        ## Why it costs

        The mechanism, then a measured number. When it does not matter.

        ## Example

        ```csharp
        // The smallest file that is reported. It is compiled and run as a test.
        ```

        ## Use instead

        ```csharp
        // What the fix makes of it. It is compiled and run as a test, and nothing is reported.
        ```

        ## What a profile shows

        The shape in a trace that proves it.
        {(rule.HasFix ? "\n## Fix safety\n\nWhat the fix may change, and when it is not offered.\n" : "\nNo fix because ...\n")}
        ## Not reported

        Known limits and deliberate silences.

        ## When to suppress

        When it is right to live with it.

        """;
}
