using PerfAnalyzers.Tool.Running;

namespace PerfAnalyzers.Tool.Sampling;

/// <summary>Attaches a sampler to every process that announces itself in the session directory.</summary>
internal sealed class SamplerPool(SessionDirectory session)
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan FinishWait = TimeSpan.FromSeconds(20);

    private readonly Dictionary<int, SampledProcess?> _samplers = [];

    /// <summary>Why a process could not be sampled, for one line at the end.</summary>
    public string? Failure { get; private set; }

    /// <summary>Attaches to new processes until cancelled.</summary>
    public async Task WatchAsync(CancellationToken cancellation)
    {
        while (!cancellation.IsCancellationRequested)
        {
            foreach (var process in session.StartedProcesses())
            {
                if (!_samplers.TryGetValue(process, out var sampled))
                    await Task.Run(() => Attach(process), CancellationToken.None);
                else if (sampled is not null)
                    await Task.Run(sampled.Tick, CancellationToken.None);
            }

            await Task.Delay(Poll, CancellationToken.None);
        }
    }

    /// <summary>Ends the sessions of processes that are about to be stopped.</summary>
    public Task StopAsync() => Task.WhenAll(_samplers.Values.OfType<SampledProcess>().Select(s => s.StopAsync()));

    /// <summary>The complete traces, after the processes have ended.</summary>
    public async Task<IReadOnlyList<SampledTrace>> FinishAsync()
    {
        var traces = new List<SampledTrace>();
        foreach (var sampled in _samplers.Values.OfType<SampledProcess>())
        {
            var (complete, isWhole) = await sampled.FinishAsync(FinishWait);
            if (isWhole)
                traces.AddRange(complete);
            else
                Failure ??= "the trace did not end";
        }

        return traces;
    }

    private void Attach(int process)
    {
        SampledProcess? sampler = null;
        try
        {
            sampler = new(session, process, TracedEvents.Waits);
        }
        catch (Exception e) when (ProcessSampler.IsGone(e))
        {
            Failure ??= "the process does not answer on its diagnostics port (is DOTNET_EnableDiagnostics=0?)";
        }

        _samplers[process] = sampler;
        session.Attached(process);
    }
}
