using System.Diagnostics;
using PerfAnalyzers.Tool.Reading;
using PerfAnalyzers.Tool.Sampling;

namespace PerfAnalyzers.Tool.Running;

/// <summary>Runs a command from start to evidence file.</summary>
internal sealed class Measurement(RunRequest request)
{
    // A host's own limit for finishing requests, and some.
    private static readonly TimeSpan StopWait = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan s_poll = TimeSpan.FromMilliseconds(100);

    /// <summary>Runs, writes and answers with the exit code.</summary>
    public async Task<int> RunAsync(CancellationToken cancellation)
    {
        if (!request.Output.IsWritable())
            return request.Output.Refuse();

        using var session = SessionDirectory.TryCreate();
        if (session is null)
            return ExitCode.OutputNotWritable;

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        using var signals = new StopSignals(stop);

        var root = PerfDirectory.Root();
        var captured = DateTimeOffset.UtcNow;
        var clock = Stopwatch.StartNew();
        using var command = MeasuredCommand.TryStart(request.Command, session.Path, root, request.Sampling, request.NoInline);
        if (command is null)
        {
            Terminal.Error($"cannot start '{request.Command[0]}': {MeasuredCommand.WhyNot(request.Command[0])}");
            return ExitCode.CommandNotStarted;
        }

        if (request.StopAfter is { } limit)
            stop.CancelAfter(limit);

        var samplers = new SamplerPool(session);
        var heap = request.Heap ? new HeapWatch() : null;
        using var watching = new CancellationTokenSource();
        var watch = request.Sampling ? samplers.WatchAsync(watching.Token) : Task.CompletedTask;
        var look = heap is null ? Task.CompletedTask : LookAsync(heap, session, watching.Token);
        var ended = await command.WaitAsync(stop.Token);
        await watching.CancelAsync();
        await watch;
        await look;
        var isTold = !ended || stop.IsCancellationRequested || await signals.EndedAsync(command.ExitCode);
        if (!ended)
        {
            foreach (var process in heap is null ? [] : session.StartedProcesses())
                await heap!.LookAsync(process, session.Path);

            ended = await StopAsync(command, session, samplers, signals);
        }

        // Who was killed has nothing more to write.
        if (isTold && ended)
            await session.SettleAsync(StopWait);

        var duration = clock.Elapsed;
        var traces = await samplers.FinishAsync();
        var result = new RunResult(request, root, captured, duration);
        var written = result.Write(session, traces, heap, samplers.Failure);

        // A program that was told to stop has no say in whether the measurement succeeded.
        return !isTold && command.ExitCode != 0 ? command.ExitCode : written;
    }

    private static async Task LookAsync(HeapWatch heap, SessionDirectory session, CancellationToken cancellation)
    {
        while (!cancellation.IsCancellationRequested)
        {
            await heap.LookAtDueAsync(session.StartedProcesses(), session.Path);
            await Task.Delay(s_poll, CancellationToken.None);
        }
    }

    // Whether it ended by itself.
    private static async Task<bool> StopAsync(MeasuredCommand command, SessionDirectory session, SamplerPool samplers, StopSignals signals)
    {
        var measured = session.StartedProcesses().Count > 0;
        await samplers.StopAsync();
        session.RequestStop(signals.Request);

        // Without a measured process nobody reads the request.
        if (measured && await command.WaitAsync(StopWait))
            return true;

        command.Kill();
        await command.WaitAsync(StopWait);
        return false;
    }
}
