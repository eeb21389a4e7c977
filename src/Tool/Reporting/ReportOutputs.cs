namespace PerfAnalyzers.Tool.Reporting;

/// <summary>What a report is written as.</summary>
/// <param name="Html">The page, or null.</param>
/// <param name="Svg">The flame graph alone, or null.</param>
/// <param name="Speedscope">The stacks for the speedscope viewer, or null.</param>
/// <param name="Folded">The stacks folded, or null.</param>
/// <param name="Json">Whether the data goes to standard output.</param>
/// <param name="SourceLink">Where source files can be looked at, or null.</param>
/// <param name="All">Whether the graph of a .NET program keeps the frames of libraries.</param>
internal sealed record ReportOutputs(string? Html, string? Svg, string? Speedscope, string? Folded, bool Json, string? SourceLink, bool All)
{
    /// <summary>Whether something that has no meaning without stacks was asked for.</summary>
    public bool NeedsStacks => (Svg ?? Speedscope ?? Folded) is not null;

    /// <summary>The page: where it was asked for, or by itself when nothing else was.</summary>
    public string? Page => Html ?? (NeedsStacks || Json ? null : "perfreport.html");
}
