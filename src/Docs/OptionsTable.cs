namespace PerfAnalyzers.Docs;

/// <summary>The options of <c>.editorconfig</c>. MSBuild properties have a table of their own, because they are set elsewhere.</summary>
internal static class OptionsTable
{
    private const string Path = "docs/configuration.md";

    /// <summary>The page with its table as the code has it.</summary>
    public static Document For(Repository repository)
    {
        var rows = PerfOptions.All
            .Where(o => !o.Key.StartsWith("build_property.", StringComparison.Ordinal))
            .Select(o => $"| `{o.Key}` | `{o.Default}` | {o.Meaning} |");
        var table = $"| option | default | meaning |\n|---|---|---|\n{string.Join("\n", rows)}";
        return new(repository, Path, GeneratedBlock.Replace(repository.Read(Path) ?? "# Configuration\n", table));
    }
}
