namespace PerfAnalyzers.Tool.Capturing;

/// <summary>The executions of one root operation, measured from outside: durations, and how much of them was spent in round trips.</summary>
internal sealed class EndpointTotals
{
    /// <summary>Durations kept for percentiles; beyond it every second one is dropped, again and again, so that the rest stays evenly spread.</summary>
    private const int MaxDurations = 100_000;

    private readonly List<double> _durations = [];
    private int _stride = 1;

    /// <summary>The handler, where it is known.</summary>
    public MemberKey? Member { get; set; }

    /// <summary>Executions.</summary>
    public long Count { get; private set; }

    /// <summary>The sum of the durations in milliseconds.</summary>
    public double TotalMs { get; private set; }

    /// <summary>Time with at least one round trip under way, summed; null when round trips are not in the capture.</summary>
    public double? IoMs { get; private set; }

    /// <summary>Round trips, summed; null when they are not in the capture.</summary>
    public double? RoundTrips { get; private set; }

    /// <summary>Most round trips of one execution.</summary>
    public double MaxRoundTrips { get; private set; }

    /// <summary>Bytes that one execution allocates, a mean; null when not measured.</summary>
    public double? AllocatedBytes { get; set; }

    /// <summary>Adds one execution.</summary>
    /// <param name="durationMs">Its duration in milliseconds.</param>
    /// <param name="ioMs">The part with a round trip under way, overlaps counted once; null when not known.</param>
    /// <param name="roundTrips">Its round trips; null when not known.</param>
    public void Add(double durationMs, double? ioMs, double? roundTrips)
    {
        if (Count++ % _stride == 0)
            _durations.Add(durationMs);

        if (_durations.Count > MaxDurations)
        {
            var kept = _durations.Where((_, i) => i % 2 == 0).ToList();
            _durations.Clear();
            _durations.AddRange(kept);
            _stride *= 2;
        }

        TotalMs += durationMs;
        IoMs = ioMs is null ? IoMs : (IoMs ?? 0) + ioMs;
        RoundTrips = roundTrips is null ? RoundTrips : (RoundTrips ?? 0) + roundTrips;
        MaxRoundTrips = Math.Max(MaxRoundTrips, roundTrips ?? 0);
    }

    /// <summary>The smallest duration that <paramref name="share"/> of the executions do not exceed (nearest rank).</summary>
    public double Percentile(double share)
    {
        if (_durations.Count == 0)
            return 0;

        _durations.Sort();
        return _durations[Math.Clamp((int)Math.Ceiling(share * _durations.Count) - 1, 0, _durations.Count - 1)];
    }
}
