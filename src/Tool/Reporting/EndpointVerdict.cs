namespace PerfAnalyzers.Tool.Reporting;

/// <summary>Where an endpoint's time goes, and what to do about it.</summary>
/// <param name="Word"><c>I/O-bound</c>, <c>CPU-bound</c>, <c>waiting</c>, <c>mixed</c> or <c>not known</c>.</param>
/// <param name="IoShare">The part of the time with a round trip under way, 0 to 1; null when not known.</param>
/// <param name="Next">What to look at next.</param>
internal sealed record EndpointVerdict(string Word, double? IoShare, string Next);
