using PerfAnalyzers.EvidenceFormat;
using PerfAnalyzers.Tool.Capturing;
using PerfAnalyzers.Tool.Sources;

namespace PerfAnalyzers.Tool.Converting;

/// <summary>The <c>site</c> records of a capture. Places that turn out to be the same are one record.</summary>
internal static class SiteRecords
{
    public static IEnumerable<EvidenceRecord> Of(Capture capture, PlaceResolver places)
    {
        var merged = new Dictionary<(ResolvedPlace Place, string Operation, string? Via), SiteTotals>();
        foreach (var (place, operation, via, totals) in capture.Sites.Sites)
        {
            if (places.Of(place) is not { } resolved)
                continue;

            var viaKey = via is null ? null : places.Of(new CodePlace(via, null, null))?.Key;
            if (!merged.TryGetValue((resolved, operation, viaKey), out var sum))
                merged.Add((resolved, operation, viaKey), sum = new());

            sum.Merge(totals);
        }

        return merged.Select(m => Record(m.Key.Place, m.Key.Operation, m.Key.Via, m.Value));
    }

    private static EvidenceRecord Record(ResolvedPlace place, string operation, string? via, SiteTotals totals) => new(RecordKind.Site, place.Key, new FieldList()
        .Add(Field.Signature, place.Signature)
        .Add(Field.File, place.File)
        .Add(Field.Line, place.Line)
        .Add(Field.Checksum, place.Checksum)
        .Add(Field.Operation, operation)
        .Add(Field.Via, via)
        .Add(Field.Calls, totals.Calls)
        .Add(Field.Roots, totals.Roots, when: totals.Roots > 0)
        .Add(Field.PerRoot, (double)totals.CallsInRoots / totals.Roots, when: totals.Roots > 0)
        .Add(Field.MaxPerRoot, totals.MaxPerRoot, when: totals.Roots > 0)
        .Add(Field.Keys, totals.Keys == KeyRepetition.Unknown ? null : totals.Keys.ToString().ToLowerInvariant())
        .Add(Field.Rows, totals.Rows)
        .Add(Field.TotalMs, totals.TotalMs));
}
