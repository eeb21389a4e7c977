namespace PerfAnalyzers.Tool.Capturing;

/// <summary>One execution of an endpoint with everything it did: the waterfall of the report.</summary>
/// <param name="Endpoint">The root operation's name.</param>
/// <param name="DurationMs">How long it took.</param>
/// <param name="Spans">Its spans, the root first, by start.</param>
internal sealed record TraceSample(string Endpoint, double DurationMs, IReadOnlyList<TraceSpan> Spans);
