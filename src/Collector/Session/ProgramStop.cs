using System.Diagnostics;
using System.Runtime.InteropServices;
using PerfAnalyzers.Collector.Listening;

namespace PerfAnalyzers.Collector.Session;

/// <summary>
/// Hands the tool's request to stop on to the program: a generic host is asked through its lifetime, any other program gets the signal. Neither is ended from here, so that what it does
/// at its end, and what it answers, is as it would be unmeasured.
/// </summary>
internal sealed class ProgramStop(string session, EndingSignals signals, HostLifetime lifetime)
{
    // A terminal, and who signals a group, tells all its processes at once: two interrupts would be taken for impatience.
    private static readonly TimeSpan s_together = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_ownSignalWait = TimeSpan.FromMilliseconds(500);

    // A host that is built and never run stops nothing.
    private static readonly TimeSpan s_hostWait = TimeSpan.FromSeconds(5);

    // A shell starts what runs in the background with interrupts ignored.
    private static readonly TimeSpan s_ignoredWait = TimeSpan.FromSeconds(1);

    private StopRequest? _request;
    private bool _isHostAsked;
    private bool _isRaised;
    private bool _isOver;
    private long _since;

    /// <summary>Looks whether there is something to do; called now and again.</summary>
    public void Tick()
    {
        if (_request is null)
        {
            _request = StopRequest.Read(session);
            _since = Stopwatch.GetTimestamp();
        }

        if (_request is not { } request || _isOver || signals.Last + s_together > request.At)
            return;

        var elapsed = Stopwatch.GetElapsedTime(_since);
        if (_isRaised)
        {
            if (elapsed < s_ignoredWait)
                return;

            Raise(PosixSignal.SIGTERM);
            _isOver = true;
        }
        else if (_isHostAsked ? elapsed >= s_hostWait : elapsed >= s_ownSignalWait && !AskHost())
        {
            Raise(request.Signal);
            _isRaised = true;
        }
    }

    private bool AskHost()
    {
        _isHostAsked = lifetime.TryStop();
        _since = Stopwatch.GetTimestamp();
        return _isHostAsked;
    }

    private void Raise(PosixSignal signal)
    {
        if (!EndingSignals.TryRaise(signal))
            Environment.Exit(0);

        _since = Stopwatch.GetTimestamp();
    }
}
