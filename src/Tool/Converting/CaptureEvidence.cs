using System.Globalization;
using PerfAnalyzers.EvidenceFormat;
using PerfAnalyzers.Tool.Capturing;
using PerfAnalyzers.Tool.Sources;

namespace PerfAnalyzers.Tool.Converting;

/// <summary>What of a capture is evidence: sums by member, line, endpoint, type and statement, without the stacks and spans they were made of.</summary>
internal sealed class CaptureEvidence(Capture capture, PlaceResolver places)
{
    /// <summary>The profile.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="commit">The commit that was measured, or null.</param>
    /// <param name="tool">What captured it.</param>
    public EvidenceProfile Profile(string name, string? commit, string tool = "perfevidence-import/1.0")
    {
        capture.FinishSpans();
        var records = new List<EvidenceRecord>();
        records.AddRange(EndpointRecords.Of(capture, places));
        records.AddRange(FunctionRecords.Of(capture, places));
        records.AddRange(SiteRecords.Of(capture, places));
        records.AddRange(PlanRecords.Of(capture, places));
        records.AddRange(StatementRecords.Of(capture));
        records.AddRange(TypeRecords.Of(capture));
        records.AddRange(FindingRecords.Of(capture, places));
        return new(Header(name, commit, tool), records);
    }

    private EvidenceRecord Header(string name, string? commit, string tool)
    {
        var endpoints = capture.Endpoints.Values;
        var unattributed = capture.Sites.Sites.Where(s => s.Operation != "wait" && s.Via is null && places.Of(s.Place) is null).Sum(s => s.Totals.Calls);
        var fields = new FieldList()
            .Add(Field.Tool, tool)
            .Add(Field.Format, string.Join(',', capture.Formats))
            .Add(Field.Captured, capture.CapturedAt?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture))
            .Add(Field.DurationMs, capture.DurationMs)
            .Add(Field.Commit, commit)
            .Add(Field.Roots, endpoints.Sum(e => (double)e.Count), when: endpoints.Count > 0)
            .Add(Field.RootMs, endpoints.Sum(e => e.TotalMs), when: endpoints.Count > 0)
            .Add(Field.Root, capture.RootKind)
            .Add(Field.PoolGrowth, capture.PoolGrowth)
            .Add(Field.Unattributed, unattributed, when: unattributed > 0)
            .Add(Field.Samples, capture.Trees.Where(t => t.Kind == ValueKind.Samples).Sum(t => t.Total), when: capture.Trees.Any(t => t.Kind == ValueKind.Samples))
            .Add(Field.Unit, Unit())
            .Add(Field.MinMs, capture.ThresholdMs)
            .Add(Field.Sampled, capture.IsSampled || capture.ThresholdMs is not null ? "true" : null)
            .Add(Field.Partial, capture.IsPartial ? "true" : null);
        return new(RecordKind.Profile, name, fields);
    }

    private string? Unit()
    {
        var kinds = capture.Trees.Select(t => t.Kind).ToHashSet();
        return kinds.Contains(ValueKind.CpuMs) ? "cpu" : kinds.Contains(ValueKind.Samples) && !kinds.Contains(ValueKind.WallMs) ? "samples" : "wall";
    }
}
