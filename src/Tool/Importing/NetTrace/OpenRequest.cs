using PerfAnalyzers.Tool.Capturing;

namespace PerfAnalyzers.Tool.Importing.NetTrace;

/// <summary>A request that is being handled, and the round trips that were made for it until now.</summary>
internal sealed class OpenRequest(string name, double startMs)
{
    private const int MaxIntervals = 100_000;

    private readonly List<(double Start, double End)> _intervals = [];

    /// <summary>Method and shape of the route.</summary>
    public string Name { get; set; } = name;

    /// <summary>What handles it, where that is known.</summary>
    public MemberKey? Handler { get; set; }

    public double StartMs { get; } = startMs;

    public long RoundTrips { get; private set; }

    /// <summary>Round trips by origin.</summary>
    public Dictionary<int, (long Calls, double Ms, double? Rows)> Sites { get; } = [];

    /// <summary>A round trip ended.</summary>
    public void Add(int site, double startMs, double endMs)
    {
        RoundTrips++;
        var sum = Sites.GetValueOrDefault(site);
        Sites[site] = sum with { Calls = sum.Calls + 1 };
        Extend(site, startMs, endMs, null);
    }

    /// <summary>More of a round trip that was added: its rows.</summary>
    public void Extend(int site, double startMs, double endMs, double? rows)
    {
        var sum = Sites.GetValueOrDefault(site);
        Sites[site] = sum with { Ms = sum.Ms + Math.Max(0, endMs - startMs), Rows = rows is null ? sum.Rows : (sum.Rows ?? 0) + rows };
        if (_intervals.Count < MaxIntervals)
            _intervals.Add((startMs, endMs));
    }

    /// <summary>Time with at least one round trip under way.</summary>
    public double IoMs()
    {
        _intervals.Sort();
        double sum = 0, until = double.NegativeInfinity;
        foreach (var (start, end) in _intervals)
        {
            if (end <= until)
                continue;

            sum += end - Math.Max(start, until);
            until = end;
        }

        return sum;
    }
}
