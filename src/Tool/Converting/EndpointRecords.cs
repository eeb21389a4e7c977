using PerfAnalyzers.EvidenceFormat;
using PerfAnalyzers.Tool.Capturing;
using PerfAnalyzers.Tool.Sources;

namespace PerfAnalyzers.Tool.Converting;

/// <summary>The <c>endpoint</c> records of a capture.</summary>
internal static class EndpointRecords
{
    public static IEnumerable<EvidenceRecord> Of(Capture capture, PlaceResolver places)
    {
        foreach (var (name, totals) in capture.Endpoints)
        {
            var member = totals.Member is { } key ? places.Of(new CodePlace(key, null, null)) : null;
            var ioMs = totals.IoMs / totals.Count;
            yield return new(RecordKind.Endpoint, name, new FieldList()
                .Add(Field.Member, member?.Key)
                .Add(Field.Count, totals.Count)
                .Add(Field.P50Ms, totals.Percentile(0.50))
                .Add(Field.P95Ms, totals.Percentile(0.95))
                .Add(Field.P99Ms, totals.Percentile(0.99))
                .Add(Field.CpuMs, ioMs is null ? null : Math.Max(0, (totals.TotalMs / totals.Count) - ioMs.Value))
                .Add(Field.IoMs, ioMs)
                .Add(Field.RoundTrips, totals.RoundTrips / totals.Count)
                .Add(Field.MaxRoundTrips, totals.RoundTrips is null ? null : totals.MaxRoundTrips)
                .Add(Field.AllocatedBytes, totals.AllocatedBytes));
        }
    }
}
