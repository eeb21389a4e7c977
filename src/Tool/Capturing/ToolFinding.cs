namespace PerfAnalyzers.Tool.Capturing;

/// <summary>What another tool found, without its message: that may quote what the code holds.</summary>
/// <param name="Rule">The rule's id.</param>
/// <param name="Title">What the rule says of itself; null when the log does not have it.</param>
/// <param name="Severity"><c>error</c>, <c>warning</c>, <c>note</c> or <c>none</c>.</param>
/// <param name="File">The file as captured; empty when there is none.</param>
/// <param name="Line">The 1-based line; 0 when not known.</param>
/// <param name="State">Of a rule of ours, what was known of its cost: <c>suspect</c>, <c>confirmed</c>, <c>cold</c>.</param>
internal sealed record ToolFinding(string Rule, string? Title, string Severity, string File, int Line, string? State);
