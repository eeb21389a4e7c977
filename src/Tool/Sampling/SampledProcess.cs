using PerfAnalyzers.Tool.Running;

namespace PerfAnalyzers.Tool.Sampling;

/// <summary>
/// The traces of one process: of its waits throughout, and of its thread time and allocations in full at first and then now and again. To be sampled stops every thread a thousand times a
/// second, which was measured at a quarter of a program's time, and every 100 KB cost the walk of a stack; a part of the time tells the same of a program that goes on as before, and each
/// window stands for the time around it.
/// </summary>
internal sealed class SampledProcess
{
    /// <summary>What most runs of tests need, and all of a short program.</summary>
    private static readonly TimeSpan s_first = TimeSpan.FromSeconds(10);

    // A window costs what the runtime takes to list its methods at its end, so that a few longer ones are cheaper than many.
    private static readonly TimeSpan s_window = TimeSpan.FromSeconds(1.5);
    private static readonly TimeSpan s_every = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan s_firstPause = TimeSpan.FromSeconds(15);

    private readonly SessionDirectory _session;
    private readonly int _process;
    private readonly List<Window> _windows = [];
    private readonly ProcessSampler _waits;
    private readonly long _begun;
    private ProcessSampler? _pool;
    private Task _closing = Task.CompletedTask;
    private TimeSpan _next = s_first + s_firstPause;
    private TimeSpan? _ended;

    /// <summary>Attaches; throws what the diagnostics client throws when the process does not answer.</summary>
    public SampledProcess(SessionDirectory session, int process)
    {
        _session = session;
        _process = process;
        _waits = ProcessSampler.Attach(process, session.Path, TracedEvents.Waits);
        var sampler = ProcessSampler.Attach(process, session.Path, TracedEvents.Samples, 2);

        // The process waits until it is attached to, and does nothing in that time that could be sampled.
        _begun = TimeProvider.System.GetTimestamp();
        _windows.Add(new(sampler, TimeSpan.Zero, s_first));
        _ = _waits.Ended.ContinueWith(_ => _ended ??= Now, TaskScheduler.Default);
    }

    private TimeSpan Now => TimeProvider.System.GetElapsedTime(_begun);

    /// <summary>Opens and closes what is due.</summary>
    public void Tick()
    {
        // Not at once: the process waits for what is attached first, and a pool takes a while to grow.
        _pool ??= AttachToPool();
        if (_windows[^1] is { IsOpen: true } open)
        {
            if (Now - open.From >= open.For)
                Close(open);
        }
        else if (Now >= _next && _closing.IsCompleted && !_waits.Ended.IsCompleted)
        {
            _next = Now + s_every;
            Open();
        }
    }

    /// <summary>Ends the traces of a process that is about to be stopped.</summary>
    public async Task StopAsync()
    {
        _ended ??= Now;
        if (_windows[^1] is { IsOpen: true } open)
            Close(open);

        await _closing;
        await Task.Run(_waits.Stop);
        if (_pool is not null)
            await Task.Run(_pool.Stop);
    }

    /// <summary>The traces that are complete, after the process has ended; null when one of them did not end.</summary>
    public async Task<IReadOnlyList<SampledTrace>?> FinishAsync(TimeSpan limit)
    {
        var isWhole = await _waits.FinishAsync(limit);
        var traces = new List<SampledTrace> { new(_waits.File, 1) };
        if (_pool is not null && await _pool.FinishAsync(limit))
            traces.Add(new(_pool.File, 1));

        var total = _ended ?? Now;
        if (_windows[^1] is { IsOpen: true } open)
            open.Until = total;

        var first = _windows[0];
        var later = _windows.Skip(1).Aggregate(TimeSpan.Zero, (sum, w) => sum + w.Length);
        foreach (var window in _windows)
        {
            if (!await window.Sampler.FinishAsync(limit))
                isWhole = false;
            else if (later == TimeSpan.Zero)
                traces.Add(new(window.Sampler.File, Scale(total, first.Length)));
            else
                traces.Add(new(window.Sampler.File, window == first ? 1 : Scale(total - first.Length, later)));
        }

        return isWhole ? traces : null;
    }

    private static double Scale(TimeSpan whole, TimeSpan sampled) => sampled > TimeSpan.Zero ? Math.Max(1, whole / sampled) : 1;

    private void Open()
    {
        try
        {
            _windows.Add(new(ProcessSampler.Attach(_process, _session.Path, TracedEvents.Samples, _windows.Count + 2), Now, s_window));
        }
        catch (Exception e) when (ProcessSampler.IsGone(e))
        {
            // The process has just ended, which the other trace tells.
        }
    }

    private ProcessSampler? AttachToPool()
    {
        try
        {
            return ProcessSampler.Attach(_process, _session.Path, TracedEvents.Pool, 1);
        }
        catch (Exception e) when (ProcessSampler.IsGone(e))
        {
            // As above; and who does not answer now may the next time.
            return null;
        }
    }

    private void Close(Window window)
    {
        window.Until = Now;
        _closing = Task.Run(window.Sampler.Stop);
    }

    private sealed class Window(ProcessSampler sampler, TimeSpan from, TimeSpan length)
    {
        public ProcessSampler Sampler { get; } = sampler;

        public TimeSpan From { get; } = from;

        public TimeSpan For { get; } = length;

        public TimeSpan? Until { get; set; }

        public bool IsOpen => Until is null;

        public TimeSpan Length => (Until ?? From) - From;
    }
}
