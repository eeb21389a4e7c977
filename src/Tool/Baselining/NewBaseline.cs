using PerfAnalyzers.EvidenceFormat;
using PerfAnalyzers.Tool.Scanning;

namespace PerfAnalyzers.Tool.Baselining;

/// <summary>The baseline that lists these findings. What an earlier one lists keeps its comments, and its reason and its day unless that has come.</summary>
internal static class NewBaseline
{
    public static IReadOnlyList<BaselineEntry> Of(IEnumerable<ScanFinding> findings, Baseline? earlier, string because, string expires, string today) =>
    [
        .. findings.Where(f => f.IsWarning || f.IsKnown).GroupBy(f => (f.Id, f.Key)).Select(g =>
            earlier?.Find(g.Key.Id, g.Key.Key) is not { } known ? new BaselineEntry(g.Key.Id, g.Key.Key, g.Count(), expires, because)
            : known.IsExpired(today) ? known with { Count = g.Count(), Expires = expires, Because = because }
            : known with { Count = g.Count() }),
    ];
}
