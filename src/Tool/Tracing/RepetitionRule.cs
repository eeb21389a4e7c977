namespace PerfAnalyzers.Tool.Tracing;

/// <summary>
/// When calls of one text under one parent count as repetition, by what Sentry and Jaeger publish of theirs. Both want one after the other: calls that overlap are
/// many at a time by intent. Sentry: five, and 50 ms together. Jaeger: ten that fill more than nine tenths of the time from the first to the last.
/// </summary>
internal struct RepetitionRule
{
    private const int SentryCount = 5;
    private const long SentryNs = 50_000_000;
    private const int JaegerCount = 10;
    private const double JaegerShare = 0.9;

    // Clocks of microseconds round a start up and a duration down.
    private const long SlackNs = 1_000;

    private long _firstNs;
    private long _lastNs;
    private long _sumNs;
    private bool _overlaps;

    /// <summary>Calls added.</summary>
    public int Count { get; private set; }

    /// <summary>Whether they are a repetition.</summary>
    /// <param name="isCache">Calls to a cache: Sentry does not count them.</param>
    public readonly bool IsRepetition(bool isCache) =>
        !_overlaps && ((Count >= SentryCount && _sumNs >= SentryNs && !isCache) || (Count >= JaegerCount && _sumNs > JaegerShare * (_lastNs - _firstNs)));

    /// <summary>Adds a call; calls come in the order of their starts.</summary>
    public void Add(long startNs, long endNs)
    {
        if (Count == 0)
            _firstNs = startNs;
        else if (startNs < _lastNs - SlackNs)
            _overlaps = true;

        _lastNs = Math.Max(_lastNs, endNs);
        _sumNs += endNs - startNs;
        Count++;
    }
}
