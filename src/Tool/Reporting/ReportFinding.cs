namespace PerfAnalyzers.Tool.Reporting;

/// <summary>A finding of the analyzers, as an error log has it.</summary>
/// <param name="Rule">The rule's id.</param>
/// <param name="State"><c>suspect</c>, <c>confirmed</c>, <c>observed</c>, <c>cold</c>; null for other tools' rules.</param>
/// <param name="Message">What it says.</param>
/// <param name="File">The file, as evidence names it.</param>
/// <param name="Line">The 1-based line; 0 when not known.</param>
/// <param name="TotalMs">What was measured there, in milliseconds; null without evidence.</param>
/// <param name="PerRoot">Executions for each root operation; null without evidence.</param>
internal sealed record ReportFinding(string Rule, string? State, string Message, string File, int Line, double? TotalMs, double? PerRoot);
