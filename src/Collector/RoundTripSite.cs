namespace PerfAnalyzers.Collector;

/// <summary>A line that issued round trips.</summary>
/// <param name="Member">The member that the line is in, as its documentation-comment id: <c>M:Shop.OrderReport.BuildAsync(System.Int32)</c>.</param>
/// <param name="File">The source file, relative to the repository; null when the debug information does not say.</param>
/// <param name="Line">The 1-based line, or 0.</param>
/// <param name="Operation"><c>db.read</c>, <c>db.write</c>, <c>http</c> or <c>grpc</c>.</param>
/// <param name="Count">How many it issued.</param>
public sealed record RoundTripSite(string Member, string? File, int Line, string Operation, long Count);
