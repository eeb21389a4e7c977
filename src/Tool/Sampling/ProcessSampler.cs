using Microsoft.Diagnostics.NETCore.Client;

namespace PerfAnalyzers.Tool.Sampling;

/// <summary>The runtime's own tracing, attached to one process; its trace goes to a file.</summary>
internal sealed class ProcessSampler
{
    private readonly EventPipeSession _session;
    private readonly Task _copy;

    private ProcessSampler(EventPipeSession session, string file)
    {
        _session = session;
        File = file;
        _copy = CopyAsync();
    }

    /// <summary>The trace.</summary>
    public string File { get; }

    /// <summary>Attaches; throws what the diagnostics client throws when the process does not answer.</summary>
    /// <param name="processId">The process.</param>
    /// <param name="directory">Where the trace goes.</param>
    /// <param name="configuration">What is traced.</param>
    /// <param name="number">Which trace of the process it is.</param>
    public static ProcessSampler Attach(int processId, string directory, EventPipeSessionConfiguration configuration, int number = 0)
    {
        var session = new DiagnosticsClient(processId).StartEventPipeSession(configuration);
        return new(session, Path.Combine(directory, FormattableString.Invariant($"process-{processId}-{number}.nettrace")));
    }

    /// <summary>Ends the session of a process that is still running.</summary>
    public void Stop()
    {
        try
        {
            _session.Stop();
        }
        catch (Exception e) when (IsGone(e))
        {
            // The process ended first, and with it the session.
        }
    }

    /// <summary>Ends when the process has ended the trace.</summary>
    public Task Ended => _copy;

    /// <summary>Waits until the trace is complete.</summary>
    public async Task<bool> FinishAsync(TimeSpan limit)
    {
        var finished = await Task.WhenAny(_copy, Task.Delay(limit)) == _copy;
        _session.Dispose();
        return finished;
    }

    /// <summary>Whether an error of the diagnostics client means that there is no such process any more, or none that answers.</summary>
    public static bool IsGone(Exception e) =>
        e is IOException or TimeoutException or DiagnosticsClientException or ObjectDisposedException or UnauthorizedAccessException or
            System.Net.Sockets.SocketException;

    private async Task CopyAsync()
    {
        try
        {
            await using var output = System.IO.File.Create(File);
            await _session.EventStream.CopyToAsync(output);
        }
        catch (Exception e) when (IsGone(e))
        {
            // What was written up to here is still a trace.
        }
    }
}
