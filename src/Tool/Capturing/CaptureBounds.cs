using PerfAnalyzers.EvidenceFormat;

namespace PerfAnalyzers.Tool.Capturing;

/// <summary>
/// Whether what was captured are numbers that evidence can have. Each format's reader takes what its file holds, and adds it up; what came of that is looked at here,
/// once for all formats.
/// </summary>
internal static class CaptureBounds
{
    /// <summary>Whether no number of a capture is beyond <see cref="EvidenceNumber.Max"/>.</summary>
    public static bool AreKept(Capture capture) =>
        capture.Trees.All(AreKept) && capture.Traces.All(AreKept) && Numbers(capture).All(n => n is not { } number || double.IsNaN(number) || EvidenceNumber.IsWithin(number));

    // What is drawn has to be a number; elsewhere, NaN is a sum of which a part is not known.
    private static bool AreKept(CallTree tree) => EvidenceNumber.IsWithin(tree.Total) && tree.Nodes.All(n => EvidenceNumber.IsWithin(n.Own));

    private static bool AreKept(TraceSample trace) =>
        EvidenceNumber.IsWithin(trace.DurationMs) && trace.Spans.All(s => EvidenceNumber.IsWithin(s.StartMs) && EvidenceNumber.IsWithin(s.DurationMs));

    // One after the other: there may be a million, in a process that has hardly any memory left.
    private static IEnumerable<double?> Numbers(Capture capture) => new[] { capture.DurationMs, capture.PoolGrowth, capture.ThresholdMs }
        .Concat(capture.Endpoints.Values.SelectMany(e => new[] { e.TotalMs, e.IoMs, e.RoundTrips, e.AllocatedBytes }))
        .Concat(capture.Functions.Values.SelectMany(f => new[] { f.Calls, f.SelfMs, f.TotalMs, f.AllocatedBytes, f.Bytes }))
        .Concat(capture.Sites.Sites.SelectMany(s => new[] { s.Totals.TotalMs, s.Totals.Rows }))
        .Concat(capture.Statements.Values.SelectMany(s => new[] { s.Calls, s.TotalMs, s.Rows, s.MaxMs }))
        .Concat(capture.Plans.SelectMany(p => new[] { p.RowsRead, p.RowsKept, p.TotalMs }))
        .Concat(capture.Types.Values.SelectMany(t => new[] { t.Bytes, t.Count, t.GrowthBytesPerMin }));
}
