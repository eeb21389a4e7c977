using System.Reflection;

namespace PerfAnalyzers.Collector.Recording;

/// <summary>The requests of one endpoint. Guarded by the recorder's lock.</summary>
internal sealed class EndpointStats
{
    // 8 bytes each; past it every new duration replaces an old one, evenly over the time line.
    private const int MaxDurations = 20_000;

    private readonly List<double> _durations = [];
    private double _ioMs;
    private double _totalMs;
    private long _roundTrips;

    /// <summary>The method that handles the requests, when the framework says.</summary>
    public MethodInfo? Handler { get; init; }

    /// <summary>What the request with the most round trips ran, where somebody asks for it.</summary>
    public IReadOnlyList<(SiteStats Site, long Calls)> WorstSites { get; set; } = [];

    public string? Member { get; set; }

    public string? File { get; set; }

    public int Line { get; set; }

    public string? Checksum { get; set; }

    public long Count { get; private set; }

    public long MaxRoundTrips { get; private set; }

    public double TotalMs => _totalMs;

    public double MeanIoMs => _ioMs / Count;

    public double MeanRestMs => Math.Max(0, (_totalMs - _ioMs) / Count);

    public double MeanRoundTrips => (double)_roundTrips / Count;

    public void Add(TimeSpan duration, TimeSpan io, long roundTrips)
    {
        var ms = duration.TotalMilliseconds;
        if (_durations.Count < MaxDurations)
            _durations.Add(ms);
        else
            _durations[(int)(Count % MaxDurations)] = ms;

        Count++;
        _totalMs += ms;
        _ioMs += Math.Min(io.TotalMilliseconds, ms);
        _roundTrips += roundTrips;
        MaxRoundTrips = Math.Max(MaxRoundTrips, roundTrips);
    }

    /// <summary>The durations in ascending order.</summary>
    public double[] SortedDurations()
    {
        var sorted = _durations.ToArray();
        Array.Sort(sorted);
        return sorted;
    }

    /// <summary>Nearest rank: the smallest measured duration that at least this share of the requests did not exceed.</summary>
    public static double Percentile(double[] sorted, double share) =>
        sorted.Length == 0 ? 0 : sorted[Math.Clamp((int)Math.Ceiling(share * sorted.Length) - 1, 0, sorted.Length - 1)];
}
