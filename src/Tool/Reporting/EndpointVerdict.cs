using System.Globalization;
using PerfAnalyzers.EvidenceFormat;

namespace PerfAnalyzers.Tool.Reporting;

/// <summary>Where an endpoint's time goes, and what to do about it.</summary>
/// <param name="Word"><c>I/O-bound</c>, <c>CPU-bound</c>, <c>mixed</c> or <c>not known</c>.</param>
/// <param name="IoShare">The part of the time with a round trip under way, 0 to 1; null when not known.</param>
/// <param name="Next">What to look at next.</param>
internal sealed record EndpointVerdict(string Word, double? IoShare, string Next)
{
    /// <summary>More than this share of one kind makes it the endpoint's kind.</summary>
    private const double Most = 0.6;

    /// <summary>As many round trips for one request are the reason, however long each of them takes.</summary>
    private const double ManyRoundTrips = 10;

    public static EndpointVerdict Of(EvidenceRecord endpoint)
    {
        if (endpoint.Number(Field.IoMs) is not { } io || endpoint.Number(Field.CpuMs) is not { } cpu || io + cpu <= 0)
            return new("not known", null, "No round trips were recorded for it. Measure with 'perfevidence run', or import traces.");

        var share = io / (io + cpu);
        var trips = endpoint.Number(Field.RoundTrips) ?? 0;
        var count = trips.ToString(trips < 10 ? "0.#" : "#,0", CultureInfo.InvariantCulture);
        if (share >= Most)
        {
            return new("I/O-bound", share, trips >= ManyRoundTrips
                ? $"{count} round trips for each execution. Look for a query in a loop: the lines below, and PERF1001, PERF1003 and PERF1004."
                : $"{count} slow round trips for each execution. Look at their plans: EXPLAIN ANALYZE, then PERF1005 and PERF1006.");
        }

        return share <= 1 - Most
            ? new("CPU-bound", share, "Computing, or waiting for something that is no round trip. Look at the widest bars of the flame graph; if threads wait, PERF2001.")
            : new("mixed", share, $"{count} round trips take about as long as the rest. Begin with the round trips: they can be made fewer.");
    }
}
