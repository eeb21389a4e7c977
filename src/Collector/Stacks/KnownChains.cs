namespace PerfAnalyzers.Collector.Stacks;

/// <summary>The chains that one thing was seen to come from, each in its longest form.</summary>
internal sealed class KnownChains
{
    // More places than this are not told apart by remembering them.
    private const int MaxChains = 16;

    private readonly List<CallChain> _chains = [];
    private volatile CallChain? _only;

    /// <summary>The chain, when there has been one only.</summary>
    public CallChain? Only => _only;

    /// <summary>Learns a chain, and answers with the longest form of it that is known.</summary>
    public CallChain Add(CallChain found) => Add(found, out _);

    /// <summary>The same, and whether what is known has changed by it.</summary>
    public CallChain Add(CallChain found, out bool isChange)
    {
        isChange = false;
        lock (_chains)
        {
            CallChain? longer = null;
            var several = false;
            foreach (var chain in _chains)
            {
                if (found.Equals(chain))
                    return chain;

                if (found.IsShorterFormOf(chain))
                {
                    several = longer is not null;
                    longer ??= chain;
                }
            }

            // What could be a short form of either is claimed for neither.
            if (longer is not null)
                return several ? found : longer;

            isChange = _chains.RemoveAll(c => c.IsShorterFormOf(found)) > 0 || _chains.Count < MaxChains;
            if (_chains.Count < MaxChains)
                _chains.Add(found);

            _only = _chains.Count == 1 ? found : null;
            return found;
        }
    }
}
