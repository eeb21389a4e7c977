namespace PerfAnalyzers.Tool.Sampling;

/// <summary>
/// The time a sample stands for: the time since the thread's previous one. The interval is not a constant of the runtime (about 1.5 ms was seen
/// where 10 ms is documented). A long gap, for example a suspended process, is no work, so that no sample stands for more than a few intervals.
/// </summary>
internal sealed class SampleWeights
{
    private const double GapFactor = 10;

    private readonly Dictionary<int, double> _previous = [];
    private readonly double _interval;

    /// <summary>Weights for the samples of a trace.</summary>
    /// <param name="intervals">All times between two samples of the same thread, in milliseconds.</param>
    public SampleWeights(List<double> intervals)
    {
        intervals.Sort();
        _interval = intervals.Count == 0 ? 1 : intervals[intervals.Count / 2];
    }

    /// <summary>The weight in milliseconds of a thread's next sample.</summary>
    public double Next(int thread, double atMilliseconds)
    {
        var weight = _previous.TryGetValue(thread, out var previous) ? atMilliseconds - previous : _interval;
        _previous[thread] = atMilliseconds;
        return Math.Min(weight, GapFactor * _interval);
    }
}
