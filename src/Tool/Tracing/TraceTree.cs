namespace PerfAnalyzers.Tool.Tracing;

/// <summary>
/// The spans of one trace and how they hang together. Real traces have gaps: parents in another file, ids that come twice, clocks that disagree; damaged ones have
/// spans that are their own ancestors. Each span gets a parent or none, and the root operation that it belongs to or none.
/// </summary>
internal sealed class TraceTree(SpanStore store)
{
    private const int None = -1;

    private readonly Dictionary<ulong, int> _byId = [];
    private readonly Dictionary<ulong, int> _sharedServers = [];
    private readonly List<int> _path = [];
    private int[] _rows = [];
    private int[] _parents = [];
    private int[] _roots = [];
    private byte[] _states = [];

    /// <summary>Spans in the trace.</summary>
    public int Count { get; private set; }

    /// <summary>Spans whose parent is not in the file.</summary>
    public long Orphans { get; private set; }

    /// <summary>The number of a span in the store; spans are in the order of their starts.</summary>
    public int RowOf(int span) => _rows[span];

    /// <summary>A span.</summary>
    public ref SpanRow this[int span] => ref store[_rows[span]];

    /// <summary>What a span has in common with others.</summary>
    public SpanShape ShapeOf(int span) => store.Shapes[this[span].Shape];

    /// <summary>The parent, or -1.</summary>
    public int ParentOf(int span) => _parents[span];

    /// <summary>The root operation that a span is part of, itself if it is one; -1 for none.</summary>
    public int RootOf(int span) => _roots[span];

    /// <summary>Builds the tree of the spans of one trace, given by their numbers in the store.</summary>
    public void Build(ReadOnlySpan<int> rows)
    {
        Sort(rows);
        RemoveCopies();
        FindParents();
        FindRoots();
    }

    private void Sort(ReadOnlySpan<int> rows)
    {
        Count = rows.Length;
        if (_rows.Length < Count)
        {
            var size = Math.Max(Count, _rows.Length * 2);
            (_rows, _parents, _roots, _states) = (new int[size], new int[size], new int[size], new byte[size]);
        }

        rows.CopyTo(_rows);
        var starts = new long[Count];
        for (var i = 0; i < Count; i++)
            starts[i] = store[_rows[i]].StartNs;

        Array.Sort(starts, _rows, 0, Count);
    }

    // An exporter that gets no answer sends again: the same span twice, and not two spans.
    private void RemoveCopies()
    {
        _byId.Clear();
        _sharedServers.Clear();
        var kept = 0;
        for (var i = 0; i < Count; i++)
        {
            ref var row = ref this[i];
            if (row.Id != 0 && !_byId.TryAdd(row.Id, kept))
            {
                ref var first = ref this[_byId[row.Id]];
                if (first.StartNs == row.StartNs && first.DurationNs == row.DurationNs && first.Kind == row.Kind && first.Service == row.Service)
                    continue;

                Share(row, first, kept);
            }

            _rows[kept++] = _rows[i];
        }

        Count = kept;
    }

    // In Zipkin the two sides of a call may have one id: the client's half is the parent of the server's.
    private void Share(in SpanRow row, in SpanRow first, int span)
    {
        if (row.Kind == SpanKind.Server && first.Kind != SpanKind.Server)
        {
            _sharedServers.TryAdd(row.Id, span);
        }
        else if (first.Kind == SpanKind.Server && row.Kind == SpanKind.Client)
        {
            _sharedServers.TryAdd(row.Id, _byId[row.Id]);
            _byId[row.Id] = span;
        }
    }

    private void FindParents()
    {
        for (var i = 0; i < Count; i++)
        {
            ref var row = ref this[i];
            _states[i] = 0;
            if (row.Id != 0 && _sharedServers.TryGetValue(row.Id, out var shared) && shared == i)
            {
                _parents[i] = _byId[row.Id];
                continue;
            }

            _parents[i] = row.Parent == 0 || row.Parent == row.Id ? None : Find(row);
            if (_parents[i] == None && row.Parent != 0)
                Orphans++;
        }
    }

    private int Find(in SpanRow row)
    {
        if (!_byId.TryGetValue(row.Parent, out var parent))
            return None;

        return _sharedServers.TryGetValue(row.Parent, out var server) && (this[server].Service == row.Service || this[parent].Service != row.Service) ? server : parent;
    }

    private void FindRoots()
    {
        var hasRoots = false;
        for (var i = 0; i < Count; i++)
            hasRoots |= IsRoot(i, orphans: false);

        for (var i = 0; i < Count; i++)
        {
            // From a span to its outermost ancestor; then back, so that every span comes after its parent.
            var at = i;
            while (at >= 0 && _states[at] == 0)
            {
                _states[at] = 1;
                _path.Add(at);
                at = _parents[at];
            }

            // Its own ancestor: the chain is cut where it closes.
            if (at >= 0 && _states[at] == 1)
                _parents[_path[^1]] = None;

            for (var j = _path.Count - 1; j >= 0; j--)
            {
                var span = _path[j];
                _states[span] = 2;
                _roots[span] = IsRoot(span, orphans: !hasRoots) ? span : _parents[span] >= 0 ? _roots[_parents[span]] : None;
            }

            _path.Clear();
        }
    }

    private bool IsRoot(int span, bool orphans)
    {
        ref var row = ref this[span];
        return row.Kind is SpanKind.Server or SpanKind.Consumer || (!row.IsOutgoing && _parents[span] < 0 && (row.Parent == 0 || orphans));
    }
}
