using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using PerfAnalyzers.Tool.Capturing;
using PerfAnalyzers.Tool.Commands;
using PerfAnalyzers.Tool.Converting;
using PerfAnalyzers.Tool.Sampling;

namespace PerfAnalyzers.Tool.Running;

/// <summary>Measures a process that runs already, from outside: it is asked to trace, and the trace is read as an imported one is.</summary>
internal sealed class Attachment(AttachRequest request)
{
    // The runtime lists all its methods at the end, which takes a big program some seconds.
    private static readonly TimeSpan s_rundownWait = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan s_poll = TimeSpan.FromMilliseconds(20);

    private readonly HeapWatch _heap = new();

    /// <summary>Attaches, waits, reads, writes and answers with the exit code.</summary>
    public async Task<int> RunAsync(CancellationToken cancellation)
    {
        if (!request.Output.IsWritable())
            return request.Output.Refuse();

        using var session = SessionDirectory.TryCreate();
        if (session is null)
            return ExitCode.OutputNotWritable;

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var traced = await TraceAsync(session, stop);
        if (traced is not (var traces, var isComplete))
        {
            Terminal.Error(string.Create(CultureInfo.InvariantCulture, $"cannot attach to process {request.Process}: there is none, it is not .NET, or it does not answer (is it another user's, or DOTNET_EnableDiagnostics=0?)"));
            return ExitCode.CommandNotStarted;
        }

        // From here on an interrupt ends it, and nothing stays behind.
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, _ => session.Dispose());
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, _ => session.Dispose());
        using var hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, _ => session.Dispose());
        return Write(traces, isComplete);
    }

    private async Task<(IReadOnlyList<SampledTrace> Traces, bool IsComplete)?> TraceAsync(SessionDirectory session, CancellationTokenSource stop)
    {
        using var signals = new StopSignals(stop);
        if (request.Heap)
            await _heap.LookAsync(request.Process, session.Path);

        SampledProcess? process = null;
        try
        {
            process = await Task.Run(() => new SampledProcess(session, request.Process, TracedEvents.RoundTrips(allocations: !request.Sampling), request.Sampling), CancellationToken.None);
        }
        catch (Exception e) when (ProcessSampler.IsGone(e))
        {
            return null;
        }

        if (!request.Report.Quiet)
            Terminal.Error(string.Create(CultureInfo.InvariantCulture, $"tracing process {request.Process} for {request.Duration.TotalSeconds:0.#} s; Ctrl-C ends it and keeps what came until then"));

        // Until the time is up, somebody ends it, or the process does.
        var clock = Stopwatch.StartNew();
        while (clock.Elapsed < request.Duration && !stop.IsCancellationRequested && !process.Ended.IsCompleted)
        {
            await Task.Run(process.Tick, CancellationToken.None);
            await Task.WhenAny(process.Ended, Task.Delay(s_poll, CancellationToken.None));
        }

        // While it runs: the trace ends afterwards, and tells what the code is called.
        if (request.Heap && !process.Ended.IsCompleted)
            await _heap.LookAsync(request.Process, session.Path);

        await process.StopAsync();
        return await process.FinishAsync(s_rundownWait);
    }

    // Held bytes take the place of allocated ones, which a trace has by type as well.
    private void AddHeap(Capture capture)
    {
        capture.Types.Clear();
        if (!_heap.AddTo(capture))
            capture.Partial(HeapWatch.Missed);
    }

    private int Write(IReadOnlyList<SampledTrace> traces, bool isComplete)
    {
        var capture = new Capture();
        var isRead = SampledTraces.Read(traces, capture, request.Symbols);
        capture.FinishSpans();
        if (!isRead || !isComplete)
            capture.Partial("the process did not end the trace");

        if (request.Heap)
            AddHeap(capture);

        if (capture.IsEmpty)
        {
            Terminal.Error("nothing was recorded: the program did nothing meanwhile, or nothing that .NET traces");
            return ExitCode.NothingRecorded;
        }

        var profile = new CaptureEvidence(capture, request.Places).Profile(request.Report.Profile, request.Report.Commit, "perfevidence-attach/1.0");
        if (!request.Output.TryWrite(profile))
            return request.Output.Refuse();

        capture.Formats.Add("attach");
        ImportReport.Write(capture, profile, request.Output.Path, request.Report);
        return capture.IsPartial ? ExitCode.PartialCapture : ExitCode.Success;
    }
}
