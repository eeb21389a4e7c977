using PerfAnalyzers.Collector.Session;
using PerfAnalyzers.Tool.Running;

namespace PerfAnalyzers.Tool.Sampling;

/// <summary>Attaches a sampler to every process that announces itself in the session directory.</summary>
internal sealed class SamplerPool(SessionDirectory session)
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan FinishWait = TimeSpan.FromSeconds(20);

    private readonly Dictionary<int, ProcessSampler?> _samplers = [];

    /// <summary>Why a process could not be sampled, for one line at the end.</summary>
    public string? Failure { get; private set; }

    /// <summary>Attaches to new processes until cancelled.</summary>
    public async Task WatchAsync(CancellationToken cancellation)
    {
        while (!cancellation.IsCancellationRequested)
        {
            foreach (var process in session.StartedProcesses())
            {
                if (!_samplers.ContainsKey(process))
                    await Task.Run(() => Attach(process), CancellationToken.None);
            }

            await Task.Delay(Poll, CancellationToken.None);
        }
    }

    /// <summary>Ends the sessions of processes that are about to be stopped.</summary>
    public Task StopAsync() => Task.WhenAll(_samplers.Values.OfType<ProcessSampler>().Select(s => Task.Run(s.Stop)));

    /// <summary>The complete traces, after the processes have ended.</summary>
    public async Task<IReadOnlyList<string>> FinishAsync()
    {
        var files = new List<string>();
        foreach (var sampler in _samplers.Values.OfType<ProcessSampler>())
        {
            if (await sampler.FinishAsync(FinishWait))
                files.Add(sampler.File);
            else
                Failure ??= "the trace did not end";
        }

        return files;
    }

    private void Attach(int process)
    {
        ProcessSampler? sampler = null;
        try
        {
            sampler = ProcessSampler.Attach(process, session.Path, TracedEvents.Samples);
        }
        catch (Exception e) when (ProcessSampler.IsGone(e))
        {
            Failure ??= "the process does not answer on its diagnostics port (is DOTNET_EnableDiagnostics=0?)";
        }

        _samplers[process] = sampler;
        File.WriteAllText(SessionEnvironment.AttachedFile(session.Path, process), "");
    }
}
