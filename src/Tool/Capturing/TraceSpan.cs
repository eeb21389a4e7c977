namespace PerfAnalyzers.Tool.Capturing;

/// <summary>One bar of a waterfall. Its name is safe to show: no values, no query strings.</summary>
/// <param name="Name">What ran.</param>
/// <param name="Operation"><c>db.read</c>, <c>http</c>, ... for a round trip; null for a part of the program.</param>
/// <param name="Service">The service that ran it, or null.</param>
/// <param name="StartMs">Milliseconds after the root's start.</param>
/// <param name="DurationMs">How long.</param>
/// <param name="Parent">The index of the enclosing span in the same trace; -1 for the root.</param>
/// <param name="Place">Where in the source.</param>
/// <param name="IsRepeated">One of many alike under one parent.</param>
internal sealed record TraceSpan(
    string Name, string? Operation, string? Service, double StartMs, double DurationMs, int Parent, CodePlace Place, bool IsRepeated);
