using PerfAnalyzers.EvidenceFormat;

namespace PerfAnalyzers.Tool.Comparing;

/// <summary>Two profiles side by side: endpoints by route, sites by member and operation, wherever their lines have moved to, and types of the heap.</summary>
internal sealed class Comparison(EvidenceProfile before, EvidenceProfile after)
{
    public EvidenceProfile Before { get; } = before;

    public EvidenceProfile After { get; } = after;

    /// <summary>The endpoints of both, by name.</summary>
    public IReadOnlyList<Compared> Endpoints { get; } = [.. Pairs(before, after, RecordKind.Endpoint).Select(Endpoint)];

    /// <summary>The lines that issue round trips and the lines that lead there.</summary>
    public IReadOnlyList<Compared> Sites { get; } = [.. Pairs(before, after, RecordKind.Site).Select(Site)];

    /// <summary>What the heap holds of each type, and how much more each minute.</summary>
    public IReadOnlyList<Compared> Types { get; } = [.. Pairs(before, after, RecordKind.Type).Select(Type)];

    /// <summary>What people are shown: endpoints, the lines that issue round trips, and those of the many types of a heap that changed.</summary>
    public IEnumerable<Compared> Shown => Endpoints.Concat(Lines).Concat(ChangedTypes);

    /// <summary>The lines that issue round trips.</summary>
    public IEnumerable<Compared> Lines => Sites.Where(s => s.Via is null);

    /// <summary>The types of which the heap holds more or less than before, those that changed most first.</summary>
    public IEnumerable<Compared> ChangedTypes => Types.Where(t => t.IsChanged).OrderByDescending(t => t.Measures.Max(m => Math.Abs((m.After ?? 0) - (m.Before ?? 0))));

    /// <summary>
    /// The verdict on the whole. Endpoints are what somebody waits for, so they decide; where none has changed, the lines do: round trips that moved from one line to
    /// another are no change for whoever waits. What the heap holds comes last.
    /// </summary>
    public string Verdict => Of(Endpoints) ?? Of(Sites) ?? Of(Types) ?? VerdictText.NoChange;

    private static string? Of(IEnumerable<Compared> items)
    {
        var changes = items.SelectMany(i => i.Measures).Where(m => m.IsChange).Select(m => m.Verdict).ToList();
        return (changes.Contains(Comparing.Verdict.Better), changes.Contains(Comparing.Verdict.Worse)) switch
        {
            (true, true) => "better in some, worse in others",
            (true, false) => VerdictText.Of(Comparing.Verdict.Better),
            (false, true) => VerdictText.Of(Comparing.Verdict.Worse),
            _ => changes.Count > 0 ? "what runs has changed" : null,
        };
    }

    private static IEnumerable<(Key Key, List<EvidenceRecord> Before, List<EvidenceRecord> After)> Pairs(
        EvidenceProfile before, EvidenceProfile after, string kind)
    {
        var first = before.OfKind(kind).ToLookup(KeyOf);
        var second = after.OfKind(kind).ToLookup(KeyOf);
        return first.Concat(second).Select(g => g.Key).Distinct()
            .OrderBy(k => k.Name, StringComparer.Ordinal)
            .ThenBy(k => k.Operation, StringComparer.Ordinal)
            .ThenBy(k => k.Via, StringComparer.Ordinal)
            .Select(key => (key, first[key].ToList(), second[key].ToList()));
    }

    private static Key KeyOf(EvidenceRecord record) => new(record.Key, record.Operation, record.Via);

    private static Compared Endpoint((Key Key, List<EvidenceRecord> Before, List<EvidenceRecord> After) pair)
    {
        var (x, y) = (pair.Before.FirstOrDefault(), pair.After.FirstOrDefault());
        var spread = Greater(TimingNoise.Spread(x), TimingNoise.Spread(y));
        Measure[] measures =
        [
            Noise.Count(Field.RoundTrips, x?.Number(Field.RoundTrips), y?.Number(Field.RoundTrips)),
            Noise.Count(Field.MaxRoundTrips, x?.Number(Field.MaxRoundTrips), y?.Number(Field.MaxRoundTrips)),
            .. new[] { Field.P50Ms, Field.P95Ms, Field.P99Ms, Field.CpuMs, Field.IoMs }
                .Where(f => f != Field.P99Ms || (TimingNoise.MeansSomething(x?.Number(Field.Count)) && TimingNoise.MeansSomething(y?.Number(Field.Count))))
                .Select(f => Noise.Duration(f, x?.Number(f), y?.Number(f), spread)),
        ];
        return Of(pair.Key, x, y, measures);
    }

    private static Compared Site((Key Key, List<EvidenceRecord> Before, List<EvidenceRecord> After) pair)
    {
        var (x, y) = (Sum(pair.Before), Sum(pair.After));
        Measure[] measures =
        [
            Noise.Count(Field.PerRoot, x?.PerRoot, y?.PerRoot),
            Noise.Count(Field.MaxPerRoot, x?.MaxPerRoot, y?.MaxPerRoot),
            Noise.Duration("ms-per-root", x?.MsPerRoot, y?.MsPerRoot),

            // A way of measuring that counts no rows says nothing about them, and a line that is gone is told as such.
            .. x?.RowsPerRoot is { } before && y?.RowsPerRoot is { } after ? new[] { Noise.Rows("rows-per-root", before, after) } : [],
        ];
        return Of(pair.Key, pair.Before.FirstOrDefault(), pair.After.FirstOrDefault(), measures);
    }

    private static Compared Type((Key Key, List<EvidenceRecord> Before, List<EvidenceRecord> After) pair)
    {
        var (x, y) = (pair.Before.FirstOrDefault(), pair.After.FirstOrDefault());
        var measures = new[] { Field.Bytes, Field.GrowthBytesPerMin }.Select(f => Noise.Memory(f, x?.Number(f), y?.Number(f)));
        return Of(pair.Key, x, y, measures);
    }

    private static Compared Of(Key key, EvidenceRecord? before, EvidenceRecord? after, IEnumerable<Measure> measures) => new(
        key.Name, key.Operation, key.Via, (after ?? before)?.File, (after ?? before)?.SourceLine,
        [.. measures.Where(m => m.Before is not null || m.After is not null)]);

    // A member may do the same operation on several lines; they count together, because lines are no keys.
    private static SiteSum? Sum(List<EvidenceRecord> sites)
    {
        if (sites.Count == 0)
            return null;

        var roots = Math.Max(1, sites.Max(s => s.Roots ?? 1));
        return new(
            sites.Sum(s => (s.PerRoot * s.Roots) ?? s.Calls ?? 0) / roots,
            sites.Sum(s => s.Number(Field.MaxPerRoot) ?? s.PerRoot ?? 0),
            sites.Sum(s => s.TotalMs ?? 0) / roots,
            sites.TrueForAll(s => s.Number(Field.Rows) is not null) ? sites.Sum(s => s.Number(Field.Rows)) / roots : null);
    }

    // One side without a spread leaves none: what is not known on both sides cannot excuse or convict.
    private static double? Greater(double? a, double? b) => a is { } x && b is { } y ? Math.Max(x, y) : null;

    private readonly record struct Key(string Name, string? Operation, string? Via);

    private sealed record SiteSum(double PerRoot, double MaxPerRoot, double MsPerRoot, double? RowsPerRoot);
}
