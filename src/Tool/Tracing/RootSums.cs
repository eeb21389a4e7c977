namespace PerfAnalyzers.Tool.Tracing;

/// <summary>For each root operation of a trace, its round trips and the time in which at least one was under way.</summary>
internal sealed class RootSums(SpanStore store, TraceTree tree, TraceCalls calls)
{
    private bool[] _traces = [];
    private long[] _ioNs = [];
    private long[] _ioEnds = [];
    private int[] _roundTrips = [];

    /// <summary>Learns which services trace their outgoing calls at all: of one that does not, it is not known how many there were.</summary>
    public void FindServices()
    {
        _traces = new bool[store.Services.Count];
        for (var i = 0; i < store.Count; i++)
            _traces[store[i].Service] |= store[i].IsOutgoing;
    }

    /// <summary>The sums of a root; null where its service traces no outgoing calls.</summary>
    public (double? IoMs, double? RoundTrips) Of(int root) => _traces[tree[root].Service] ? (_ioNs[root] / 1e6, _roundTrips[root]) : (null, null);

    /// <summary>Reads the trace that the tree holds.</summary>
    public void Read()
    {
        if (_ioNs.Length < tree.Count)
        {
            var size = Math.Max(tree.Count, _ioNs.Length * 2);
            (_ioNs, _ioEnds, _roundTrips) = (new long[size], new long[size], new int[size]);
        }

        Array.Clear(_ioNs, 0, tree.Count);
        Array.Clear(_ioEnds, 0, tree.Count);
        Array.Clear(_roundTrips, 0, tree.Count);
        foreach (var span in calls.RoundTrips)
        {
            if (tree.RootOf(span) is >= 0 and var root)
                _roundTrips[root]++;
        }

        // In the order of their starts, so that one end is enough to count overlaps once. What runs on after the root's end kept nobody waiting.
        for (var span = 0; span < tree.Count; span++)
        {
            ref var row = ref tree[span];
            if (!row.IsOutgoing || tree.RootOf(span) is not (>= 0 and var root))
                continue;

            var start = Math.Max(Math.Max(row.StartNs, tree[root].StartNs), _ioEnds[root]);
            var end = Math.Min(row.EndNs, tree[root].EndNs);
            if (end <= start)
                continue;

            _ioNs[root] += end - start;
            _ioEnds[root] = end;
        }
    }
}
