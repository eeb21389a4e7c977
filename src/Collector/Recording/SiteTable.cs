using PerfAnalyzers.Collector.Stacks;
using PerfAnalyzers.Collector.Symbols;

namespace PerfAnalyzers.Collector.Recording;

/// <summary>The lines that issue or cause round trips. Guarded by the recorder's lock.</summary>
internal sealed class SiteTable
{
    private const int MaxChains = 10_000;

    private readonly Dictionary<(SourceFrame Frame, string Operation, string? Via), SiteStats> _sites = [];
    private readonly Dictionary<(CallChain Chain, string Operation), SiteStats[]> _sitesOfChains = [];
    private (CallChain? Chain, string? Operation, SiteStats[] Sites) _last = (null, null, []);

    /// <summary>All lines.</summary>
    public IReadOnlyCollection<SiteStats> All => _sites.Values;

#pragma warning disable PERF3001 // As many as the program has lines that issue or cause commands, and paths between them.
    /// <summary>The lines of a chain, the one that issues first.</summary>
    public SiteStats[] Of(CallChain chain, string operation)
    {
        // One chain is asked for again and again.
        if (ReferenceEquals(chain, _last.Chain) && ReferenceEquals(operation, _last.Operation))
            return _last.Sites;

        if (!_sitesOfChains.TryGetValue((chain, operation), out var sites))
            sites = Add(chain, operation);

        _last = (chain, operation, sites);
        return sites;
    }

    private SiteStats[] Add(CallChain chain, string operation)
    {
        var sites = new SiteStats[chain.Frames.Count];
        for (var i = 0; i < sites.Length; i++)
        {
            var key = (chain.Frames[i], operation, i == 0 ? null : chain.Frames[0].Member);
            if (!_sites.TryGetValue(key, out var site))
                _sites.Add(key, site = new(key.Item1, operation, key.Item3));
            sites[i] = site;
        }

        // The paths of a recursion have no end; its lines have.
        if (_sitesOfChains.Count < MaxChains)
            _sitesOfChains[(chain, operation)] = sites;

        return sites;
    }
#pragma warning restore PERF3001
}
