using System.Diagnostics;

namespace PerfAnalyzers.Collector.Session;

/// <summary>When what was recorded is written: soon after the first command, because a program may be killed early, then about once a second, and more seldom where there is much to write.</summary>
internal sealed class FlushPace
{
    private static readonly TimeSpan s_shortest = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan s_every = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(30);

    // Nothing is counted while what was counted is put together: no more than a fiftieth of the time is spent on it.
    private const int Share = 50;

    private long _last = Stopwatch.GetTimestamp();
    private TimeSpan _took;
    private int _written;

    /// <summary>Whether it is time.</summary>
    /// <param name="isEnding">Whether the program was told to end, so that the end may come at any moment.</param>
    public bool IsDue(bool isEnding)
    {
        // Twice as long each time, as the program gets older: what is lost is no more than what is kept.
        var pause = isEnding || _written == 0 ? s_shortest : s_shortest * Math.Pow(2, Math.Min(_written, 8));
        pause = pause < s_every ? pause : s_every;

        // The first few compile what they run.
        var rest = _written > 2 ? _took * Share : TimeSpan.Zero;
        return Stopwatch.GetElapsedTime(_last) >= (rest < pause ? pause : rest > s_longest ? s_longest : rest);
    }

    /// <summary>It was looked whether there is something to write.</summary>
    /// <param name="began">When.</param>
    /// <param name="wrote">Whether there was.</param>
    public void Flushed(long began, bool wrote)
    {
        _last = Stopwatch.GetTimestamp();
        if (!wrote)
            return;

        _took = Stopwatch.GetElapsedTime(began, _last);
        _written++;
    }
}
