using PerfAnalyzers.EvidenceFormat;

namespace PerfAnalyzers.Tool.Reporting;

/// <summary>A finding of the analyzers, as an error log or <c>scan --json</c> has it.</summary>
/// <param name="Rule">The rule's id.</param>
/// <param name="Severity"><c>error</c>, <c>warning</c>, <c>note</c>; or as the file says it.</param>
/// <param name="Message">What it says.</param>
/// <param name="File">The file, as evidence names it; empty when there is none.</param>
/// <param name="Line">The 1-based line; 0 when not known.</param>
internal sealed record ReportFinding(string Rule, string Severity, string Message, string File, int Line)
{
    /// <summary><c>perf.state</c>, <c>perf.totalMs</c>, ...: what the analyzers say for programs. Empty for other tools' rules.</summary>
    public IReadOnlyDictionary<string, string> Properties { get; init; } = new Dictionary<string, string>();

    /// <summary>The loop, the steps of the chain, the line of evidence.</summary>
    public IReadOnlyList<(string File, int Line)> Related { get; init; } = [];

    /// <summary>A measured figure; null without evidence, and where the log holds what no evidence does.</summary>
    public double? Number(string property) => Properties.TryGetValue(property, out var text) && EvidenceNumber.TryRead(text, isSigned: false, out var number, out _) ? number : null;
}
