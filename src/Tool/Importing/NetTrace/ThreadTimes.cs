namespace PerfAnalyzers.Tool.Importing.NetTrace;

/// <summary>
/// Sampled thread time by stack. A sample stands for the time since its thread's previous one: the interval is not a constant of the runtime (about 1.5 ms was seen
/// where 10 ms is documented). A long gap, for example a suspended process, is no work, so that no sample stands for more than a few intervals.
/// </summary>
internal sealed class ThreadTimes
{
    private const double GapFactor = 10;

    /// <summary>The usual interval is that of the first samples.</summary>
    private const int ToLearnFrom = 10_000;

    private readonly Dictionary<(long Process, long Thread), double> _previous = [];
    private readonly List<(int Stack, double Gap)> _first = [];
    private double? _interval;

    /// <summary>Milliseconds and samples by stack.</summary>
    public StackValues Values { get; } = new();

    /// <summary>Adds a sample.</summary>
    public void Add(long process, long thread, double atMs, int stack)
    {
        var gap = _previous.TryGetValue((process, thread), out var before) ? Math.Max(0, atMs - before) : double.NaN;
        _previous[(process, thread)] = atMs;
        if (_interval is { } interval)
        {
            Values.Add(stack, Weight(gap, interval));
            return;
        }

        _first.Add((stack, gap));
        if (_first.Count >= ToLearnFrom)
            Learn();
    }

    /// <summary>Adds what waited for the interval to be known.</summary>
    public void Finish()
    {
        if (_interval is null)
            Learn();
    }

    private void Learn()
    {
        var gaps = _first.Where(f => !double.IsNaN(f.Gap)).Select(f => f.Gap).Order().ToList();
        var interval = gaps.Count == 0 ? 1 : gaps[gaps.Count / 2];
        _interval = interval;
        foreach (var (stack, gap) in _first)
            Values.Add(stack, Weight(gap, interval));

        _first.Clear();
    }

    private static double Weight(double gap, double interval) => double.IsNaN(gap) ? interval : Math.Min(gap, GapFactor * interval);
}
