using PerfAnalyzers.EvidenceFormat;

namespace PerfAnalyzers.Tool.Listing;

/// <summary>
/// The flat list of one profile. The lines that issue round trips come with their time, and a method comes with what is left of its sampled time
/// (<see cref="OwnTimes"/>). Functions of other runtimes, statements that only the database counted, and types come with what was measured of them.
/// </summary>
internal sealed class FlatList
{
    private FlatList(EvidenceProfile profile, FlatUnit unit, IReadOnlyList<TopRow> rows, int hidden, double whole)
    {
        Profile = profile;
        Unit = unit;
        Rows = rows;
        Hidden = hidden;
        Whole = whole;
    }

    public EvidenceProfile Profile { get; }

    /// <summary>What the rows' figures count.</summary>
    public FlatUnit Unit { get; }

    /// <summary>The rows to show.</summary>
    public IReadOnlyList<TopRow> Rows { get; }

    /// <summary>How many more there are.</summary>
    public int Hidden { get; }

    /// <summary>The own value of all rows: what 100 % is.</summary>
    public double Whole { get; }

    /// <summary>The list, sorted; <paramref name="limit"/> 0 keeps every row.</summary>
    public static FlatList Of(EvidenceProfile profile, Func<TopRow, double> order, int limit)
    {
        var unit = FlatUnit.Of(profile);
        List<TopRow> rows = unit == FlatUnit.Time ? [.. Times(profile), .. Statements(profile)] : [.. Functions(profile, unit)];
        var whole = rows.Sum(r => r.Own);
        var sorted = rows
            .Select(r => r with { Share = whole > 0 ? r.Own / whole : 0 })
            .OrderByDescending(order)
            .ThenByDescending(r => r.Total)
            .ThenBy(r => r.Member, StringComparer.Ordinal)
            .ThenBy(r => r.Line)
            .ToList();
        var shown = limit > 0 && limit < sorted.Count ? sorted[..limit] : sorted;
        return new(profile, unit, shown, sorted.Count - shown.Count, whole);
    }

    private static List<TopRow> Times(EvidenceProfile profile)
    {
        var sites = profile.OfKind(RecordKind.Site).ToList();
        var direct = sites.Where(s => s.Via is null).ToLookup(s => s.Key);
        var callers = sites.Where(s => s.Via is not null).ToLookup(s => s.Key);

        var times = new OwnTimes(profile);
        var rows = direct.SelectMany(g => g).Select(SiteRow).ToList();
        foreach (var method in profile.OfKind(RecordKind.Method))
        {
            var trips = direct[method.Key].Sum(s => s.TotalMs ?? 0);
            var own = times.LeftOf(method);
            var total = Math.Max(method.TotalMs ?? 0, own + trips + callers[method.Key].Sum(s => s.TotalMs ?? 0));

            // Everything the sampler saw here was the round trip that has its own row.
            if (own == 0 && trips > 0)
                continue;

            rows.Add(new(
                method.Key, null, method.File, method.SourceLine, method.Calls, own, total, 0, method[Field.Sampled] == "true"));
        }

        rows.AddRange(CallersOnly(profile, callers, direct));
        rows.AddRange(profile.OfKind(RecordKind.Function).Select(f => FunctionRow(f, FlatUnit.Time)));
        return rows;
    }

    // Members that only wait for others use no thread time, so that no sample has them; they still have a total.
    private static IEnumerable<TopRow> CallersOnly(
        EvidenceProfile profile, ILookup<string, EvidenceRecord> callers, ILookup<string, EvidenceRecord> direct)
    {
        var listed = profile.OfKind(RecordKind.Method).Select(m => m.Key).ToHashSet(StringComparer.Ordinal);
        foreach (var caller in callers.Where(c => !listed.Contains(c.Key) && !direct.Contains(c.Key)))
        {
            var first = caller.MinBy(s => s.SourceLine ?? int.MaxValue)!;
            yield return new(caller.Key, null, first.File, first.SourceLine, null, 0, caller.Sum(s => s.TotalMs ?? 0), 0, Sampled: false);
        }
    }

    // What the database counted counts once: where lines are known that issued it, those are it.
    private static IEnumerable<TopRow> Statements(EvidenceProfile profile) =>
        profile.OfKind(RecordKind.Site).Any(s => s.Via is null && s.TotalMs is not null) ? [] : profile.OfKind(RecordKind.Statement).Select(SiteRow);

    private static IEnumerable<TopRow> Functions(EvidenceProfile profile, FlatUnit unit) =>
        profile.Records.Where(r => unit.Lists(r) && unit.Own(r) is not null).Select(r => FunctionRow(r, unit));

    private static TopRow FunctionRow(EvidenceRecord function, FlatUnit unit) => new(
        function.Key, function.Kind == RecordKind.Method ? null : function.Kind, function.File, function.SourceLine,
        function.Calls ?? (function.Kind == RecordKind.Type ? function.Number(Field.Count) : null),
        unit.Own(function) ?? 0, unit.Total(function), 0, function[Field.Sampled] == "true");

    private static TopRow SiteRow(EvidenceRecord site) =>
        new(site.Key, site.Operation ?? "round trip", site.File, site.SourceLine, site.Calls, site.TotalMs ?? 0, site.TotalMs ?? 0, 0, Sampled: false);
}
