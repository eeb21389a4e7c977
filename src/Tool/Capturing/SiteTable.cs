namespace PerfAnalyzers.Tool.Capturing;

/// <summary>Round trips and waits, added up by place and operation.</summary>
internal sealed class SiteTable
{
    /// <summary>Places beyond these are no place: their calls count, and are said to be unattributed.</summary>
    private const int MaxPlaces = 50_000;

    private readonly Dictionary<(CodePlace, string, MemberKey?), SiteTotals> _sites = [];

    /// <summary>The sums.</summary>
    public IEnumerable<(CodePlace Place, string Operation, MemberKey? Via, SiteTotals Totals)> Sites =>
        _sites.Select(s => (s.Key.Item1, s.Key.Item2, s.Key.Item3, s.Value));

    /// <summary>Adds executions of which it is not known in which root operation they ran.</summary>
    /// <param name="place">Where.</param>
    /// <param name="operation"><c>db.read</c>, <c>db.write</c>, <c>http</c>, <c>wait</c>, ... as in <c>docs/evidence-format.md</c>.</param>
    /// <param name="calls">How many.</param>
    /// <param name="totalMs">Their time in milliseconds; null when it was not measured.</param>
    /// <param name="rows">Rows that they read; null when not counted.</param>
    /// <param name="via">For a calling line, the member that issued the round trips.</param>
    public void Add(CodePlace place, string operation, long calls, double? totalMs, double? rows = null, MemberKey? via = null) =>
        Of(place, operation, via).Add(calls, totalMs, rows);

    /// <summary>Adds the executions of one root operation.</summary>
    /// <param name="place">Where.</param>
    /// <param name="operation">See <see cref="Add"/>.</param>
    /// <param name="via">For a calling line, the member that issued the round trips.</param>
    /// <param name="calls">How many.</param>
    /// <param name="totalMs">Their time in milliseconds.</param>
    /// <param name="keys">What is known about their parameters.</param>
    /// <param name="rows">Rows that they read.</param>
    public void AddRoot(CodePlace place, string operation, MemberKey? via, long calls, double? totalMs, KeyRepetition keys = KeyRepetition.Unknown, double? rows = null)
    {
        var totals = Of(place, operation, via);
        totals.Add(calls, totalMs, rows);
        totals.AddRoot(calls, keys);
    }

    private SiteTotals Of(CodePlace place, string operation, MemberKey? via)
    {
        if (_sites.TryGetValue((place, operation, via), out var totals))
            return totals;

        if (_sites.Count >= MaxPlaces && place.IsKnown)
            return Of(CodePlace.Unknown, operation, null);

        _sites.Add((place, operation, via), totals = new());
        return totals;
    }
}
