using System.Runtime.InteropServices;
using PerfAnalyzers.Collector.Session;

namespace PerfAnalyzers.Tool.Running;

/// <summary>While it lives, Ctrl-C, a termination signal and a terminal that is closed end the measurement and not the tool.</summary>
internal sealed class StopSignals : IDisposable
{
    // Who signals a group of processes signals one after the other.
    private static readonly TimeSpan s_together = TimeSpan.FromMilliseconds(500);

    private readonly PosixSignalRegistration[] _registrations;
    private readonly TaskCompletionSource<StopRequest> _first = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public StopSignals(CancellationTokenSource stop)
    {
        PosixSignal[] all = [PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP];
        _registrations = Array.ConvertAll(all, signal => PosixSignalRegistration.Create(signal, context =>
        {
            context.Cancel = true;
            _first.TrySetResult(new(signal, DateTime.UtcNow));
            stop.Cancel();
        }));
    }

    /// <summary>What measured processes are asked: what was asked here. Where nobody asked, because the time is up, what somebody at a terminal would.</summary>
    public StopRequest Request => _first.Task.IsCompleted ? _first.Task.Result : new(PosixSignal.SIGINT, DateTime.UtcNow);

    /// <summary>Whether a command that ended so was ended by the signal that is for the tool as well, which may get it a moment later.</summary>
    public async Task<bool> EndedAsync(int exitCode)
    {
        // 128 and the number of SIGHUP, SIGINT and SIGTERM.
        if (exitCode is not (129 or 130 or 143))
            return false;

        await Task.WhenAny(_first.Task, Task.Delay(s_together));
        return _first.Task.IsCompleted;
    }

    public void Dispose() => Array.ForEach(_registrations, r => r.Dispose());
}
