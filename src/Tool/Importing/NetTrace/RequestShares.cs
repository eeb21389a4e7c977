using PerfAnalyzers.Tool.Capturing;

namespace PerfAnalyzers.Tool.Importing.NetTrace;

/// <summary>What each request made of each line: several stacks of one request may be one line, which then counts once for it.</summary>
internal sealed class RequestShares(SiteTable sites)
{
    private readonly Dictionary<(CodePlace Place, string Operation, MemberKey? Via), (long Calls, double Ms, double? Rows)> _sums = [];
    private int _request = -1;

    /// <summary>Adds a part; those of one request come one after the other.</summary>
    public void Add(int request, IReadOnlyList<CodePlace> places, string operation, long calls, double ms, double? rows)
    {
        if (request != _request)
            Finish();

        _request = request;
        for (var i = 0; i < places.Count; i++)
        {
            var key = (places[i], operation, i == 0 ? null : places[0].Member);
            var sum = _sums.GetValueOrDefault(key);
            _sums[key] = (sum.Calls + calls, sum.Ms + ms, rows is null ? sum.Rows : (sum.Rows ?? 0) + rows);
        }
    }

    /// <summary>Ends the last request.</summary>
    public void Finish()
    {
        foreach (var ((place, operation, via), (calls, ms, rows)) in _sums)
            sites.AddRoot(place, operation, via, calls, ms, rows: rows);

        _sums.Clear();
    }
}
