using Microsoft.Diagnostics.NETCore.Client;
using PerfAnalyzers.Tool.Running;

namespace PerfAnalyzers.Tool.Sampling;

/// <summary>
/// The traces of one process: one throughout, and of its thread time and allocations in turns (<see cref="SamplingTurns"/>). Each turn stands for the time around it. What its methods are
/// called is told by the trace that is there throughout, at its end: to list them takes the process as long as many turns.
/// </summary>
internal sealed class SampledProcess
{
    private readonly SessionDirectory _session;
    private readonly int _process;
    private readonly List<Turn> _turns = [];
    private readonly ProcessSampler _throughout;
    private readonly long _begun;
    private ProcessSampler? _pool;
    private Task _closing = Task.CompletedTask;
    private TimeSpan _next = SamplingTurns.First;
    private TimeSpan? _ended;

    /// <summary>Attaches; throws what the diagnostics client throws when the process does not answer.</summary>
    /// <param name="session">Where the traces go.</param>
    /// <param name="process">The process.</param>
    /// <param name="throughout">What is traced throughout.</param>
    /// <param name="sampling">Whether there are turns.</param>
    public SampledProcess(SessionDirectory session, int process, EventPipeSessionConfiguration throughout, bool sampling = true)
    {
        _session = session;
        _process = process;
        _throughout = ProcessSampler.Attach(process, session.Path, throughout);
        var sampler = sampling ? ProcessSampler.Attach(process, session.Path, TracedEvents.Samples, 2) : null;

        // A process that waits until it is attached to does nothing in that time that could be sampled.
        _begun = TimeProvider.System.GetTimestamp();
        if (sampler is null)
            _next = TimeSpan.MaxValue;
        else
            _turns.Add(new(sampler, TimeSpan.Zero, SamplingTurns.First));

        _ = _throughout.Ended.ContinueWith(_ => _ended ??= Now, TaskScheduler.Default);
    }

    /// <summary>Ends when the process has ended the trace that is there throughout.</summary>
    public Task Ended => _throughout.Ended;

    private TimeSpan Now => TimeProvider.System.GetElapsedTime(_begun);

    /// <summary>Opens and closes what is due.</summary>
    public void Tick()
    {
        // Not at once: the process waits for what is attached first, and a pool takes a while to grow.
        _pool ??= Attach(TracedEvents.Pool, 1);
        if (_turns is [.., { IsOpen: true } open])
        {
            if (Now - open.From >= open.For)
                Close(open);
        }
        else if (Now >= _next && _closing.IsCompleted && !Ended.IsCompleted)
        {
            var now = Now;
            _next = now + SamplingTurns.Interval(now);
            if (Attach(TracedEvents.Samples, _turns.Count + 2) is { } sampler)
                _turns.Add(new(sampler, Now, SamplingTurns.Length(now)));
        }
    }

    /// <summary>Ends the traces of a process that is about to be stopped, or that goes on unmeasured.</summary>
    public async Task StopAsync()
    {
        _ended ??= Now;
        if (_turns is [.., { IsOpen: true } open])
            Close(open);

        await _closing;
        await Task.Run(_throughout.Stop);
        if (_pool is not null)
            await Task.Run(_pool.Stop);
    }

    /// <summary>The traces that are complete, that of the names first, and whether that is all of them.</summary>
    public async Task<(IReadOnlyList<SampledTrace> Traces, bool IsWhole)> FinishAsync(TimeSpan limit)
    {
        var isWhole = await _throughout.FinishAsync(limit);
        var traces = new List<SampledTrace> { new(_process, _throughout.File, 1) };
        if (_pool is not null && await _pool.FinishAsync(limit))
            traces.Add(new(_process, _pool.File, 1));

        var total = _ended ?? Now;
        if (_turns is [.., { IsOpen: true } open])
            open.Until = total;

        for (var i = 0; i < _turns.Count; i++)
        {
            if (await _turns[i].Sampler.FinishAsync(limit))
                traces.Add(new(_process, _turns[i].Sampler.File, Scale(i, total)));
            else
                isWhole = false;
        }

        return (traces, isWhole);
    }

    // The first turn stands for itself: a program does at its start what it does not do later. Each other one stands for the time until the next.
    private double Scale(int turn, TimeSpan total)
    {
        if (turn == 0 || _turns[turn].Length == TimeSpan.Zero)
            return 1;

        var from = turn == 1 ? _turns[0].Until!.Value : _turns[turn].From;
        var until = turn + 1 < _turns.Count ? _turns[turn + 1].From : total;
        return Math.Max(1, (until - from) / _turns[turn].Length);
    }

    private ProcessSampler? Attach(EventPipeSessionConfiguration configuration, int number)
    {
        try
        {
            return ProcessSampler.Attach(_process, _session.Path, configuration, number);
        }
        catch (Exception e) when (ProcessSampler.IsGone(e))
        {
            // The process has just ended, which the other trace tells; and who does not answer now may the next time.
            return null;
        }
    }

    private void Close(Turn turn)
    {
        turn.Until = Now;
        _closing = Task.Run(turn.Sampler.Stop);
    }

    private sealed class Turn(ProcessSampler sampler, TimeSpan from, TimeSpan length)
    {
        public ProcessSampler Sampler { get; } = sampler;

        public TimeSpan From { get; } = from;

        public TimeSpan For { get; } = length;

        public TimeSpan? Until { get; set; }

        public bool IsOpen => Until is null;

        public TimeSpan Length => (Until ?? From) - From;
    }
}
