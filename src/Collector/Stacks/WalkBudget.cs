using System.Diagnostics;

namespace PerfAnalyzers.Collector.Stacks;

/// <summary>Keeps the time that is spent on stacks below a share of the time that passes. What is not spent is saved up, but no more than a tenth of a second.</summary>
internal sealed class WalkBudget(double share)
{
    // A program that starts has everything to learn.
    private static readonly double s_saved = Stopwatch.Frequency * 0.1;

    private readonly object _gate = new();
    private double _ticks = s_saved;
    private long _last = Stopwatch.GetTimestamp();

    /// <summary>Whether there is time for a walk at this moment.</summary>
    public bool Allows(long now)
    {
        lock (_gate)
        {
            _ticks = Math.Min(s_saved, _ticks + ((now - _last) * share));
            _last = now;
            return _ticks > 0;
        }
    }

    /// <summary>A walk took so long.</summary>
    public void Spend(long ticks)
    {
        lock (_gate)
            _ticks -= ticks;
    }
}
