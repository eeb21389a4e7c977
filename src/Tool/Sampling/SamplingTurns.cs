namespace PerfAnalyzers.Tool.Sampling;

/// <summary>
/// When a process is sampled. To be sampled stops every thread a thousand times a second, which was measured at a fifth of what a program that only computes gets done; a part of the time tells the
/// same of a program that goes on as before. The first seconds are taken whole, because a short program has no others, and then a twenty-fifth of the time, in turns that become
/// longer and rarer, and in the end shorter in all, so that a program that runs for days does not fill the disk.
/// </summary>
internal static class SamplingTurns
{
    private const double Share = 1 / 25.0;
    private static readonly TimeSpan s_shortest = TimeSpan.FromSeconds(2.5);
    private static readonly TimeSpan s_longest = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan s_longestTurn = TimeSpan.FromSeconds(2);

    /// <summary>The first turn.</summary>
    public static TimeSpan First { get; } = TimeSpan.FromSeconds(2);

    /// <summary>From the start of a turn to the start of the next one.</summary>
    /// <param name="passed">Since the process is measured.</param>
    public static TimeSpan Interval(TimeSpan passed)
    {
        var interval = passed / 8;
        return interval < s_shortest ? s_shortest : interval > s_longest ? s_longest : interval;
    }

    /// <summary>How long a turn is that starts now.</summary>
    /// <param name="passed">Since the process is measured.</param>
    public static TimeSpan Length(TimeSpan passed)
    {
        var length = Interval(passed) * Share;
        return length > s_longestTurn ? s_longestTurn : length;
    }
}
