namespace PerfAnalyzers.Tool.Tracing;

/// <summary>The calls that leave the process in one trace: which spans are one, what each of them asked for and where, and which repeat each other.</summary>
internal sealed class TraceCalls(SpanStore store, TraceTree tree)
{
    private const int Unknown = -2;

    /// <summary>How far out a method is looked for that has a span.</summary>
    private const int MaxOutwards = 32;

    private readonly List<(ulong Parent, int Text, int Span)> _siblings = [];
    private int[] _above = [];
    private int[] _shapes = [];
    private bool[] _repeated = [];

    /// <summary>The spans that are a round trip each, in the order of their starts.</summary>
    public List<int> RoundTrips { get; } = [];

    /// <summary>Groups of repeated calls: the root operation or -1, one of their spans, and how many.</summary>
    public List<(int Root, int Span, int Count)> Repetitions { get; } = [];

    /// <summary>Whether a span repeats its siblings.</summary>
    public bool IsRepeated(int span) => _repeated[span];

    /// <summary>What a call did and where, from the span itself or from a span within it that knows more.</summary>
    public SpanShape ShapeOf(int span) => store.Shapes[_shapes[span]];

    /// <summary>The call's place with its operation: that of the nearest method around it that has a span, where the call itself has none.</summary>
    public int SiteOf(int span)
    {
        var shape = ShapeOf(span);
        if (shape.Place.IsKnown)
            return shape.Site;

        var root = tree.RootOf(span);
        var steps = 0;
        for (var at = tree.ParentOf(span); at >= 0 && at != root && steps < MaxOutwards; at = tree.ParentOf(at), steps++)
        {
            if (!tree[at].IsOutgoing && tree.ShapeOf(at).Place is { IsKnown: true } place)
                return store.Shapes.SiteOf(place, shape.Operation!);
        }

        return shape.Site;
    }

    /// <summary>Reads the calls of the tree.</summary>
    public void Read()
    {
        if (_above.Length < tree.Count)
        {
            var size = Math.Max(tree.Count, _above.Length * 2);
            (_above, _shapes, _repeated) = (new int[size], new int[size], new bool[size]);
        }

        RoundTrips.Clear();
        for (var i = 0; i < tree.Count; i++)
        {
            _shapes[i] = tree[i].Shape;
            _repeated[i] = false;
            _above[i] = Unknown;
        }

        for (var i = 0; i < tree.Count; i++)
        {
            if (!tree[i].IsOutgoing || tree.ShapeOf(i).IsConnect)
                continue;

            var outer = Above(i);
            if (outer < 0 || !IsPartOf(tree.ShapeOf(i), tree.ShapeOf(outer)))
                RoundTrips.Add(i);
            else
                Lend(i, outer);
        }

        FindRepetitions();
    }

    // The nearest call around a span in the same root operation. What is found for a span holds for all that lie between.
    private int Above(int span)
    {
        var above = -1;
        var root = tree.RootOf(span);
        for (var at = tree.ParentOf(span); at >= 0 && tree.RootOf(at) == root; at = tree.ParentOf(at))
        {
            above = tree[at].IsOutgoing ? at : _above[at];
            if (above != Unknown)
                break;

            above = -1;
        }

        for (var at = span; at >= 0 && at != above && tree.RootOf(at) == root && _above[at] == Unknown; at = tree.ParentOf(at))
            _above[at] = above;

        return above;
    }

    // A call has several spans when its libraries have one each: the mapper's and the driver's, the client's and that of HTTP below it. A query within another
    // query's span is one of its own: a reader that is still open encloses what is asked meanwhile.
    private static bool IsPartOf(SpanShape inner, SpanShape outer)
    {
        if (inner.Operation is "http" or "remote")
            return true;

        if (inner.IsDatabase && outer.IsDatabase)
            return inner.Statement == StatementPool.None || outer.Statement == StatementPool.None || inner.Statement == outer.Statement;

        return inner.Operation == outer.Operation && inner.Text == outer.Text;
    }

    private void Lend(int inner, int outer)
    {
        var (known, less) = (tree.ShapeOf(inner), ShapeOf(outer));
        if ((less.Statement == StatementPool.None && known.Statement != StatementPool.None) || (!less.Place.IsKnown && known.Place.IsKnown && known.IsDatabase == less.IsDatabase))
            _shapes[outer] = tree[inner].Shape;
    }

    private void FindRepetitions()
    {
        Repetitions.Clear();
        _siblings.Clear();
        foreach (var span in RoundTrips)
            _siblings.Add((tree[span].Parent, ShapeOf(span).Text, span));

        // Spans are numbered by their starts.
        _siblings.Sort();
        for (var start = 0; start < _siblings.Count;)
        {
            var rule = default(RepetitionRule);
            var end = start;
            for (; end < _siblings.Count && _siblings[end].Parent == _siblings[start].Parent && _siblings[end].Text == _siblings[start].Text; end++)
                rule.Add(tree[_siblings[end].Span].StartNs, tree[_siblings[end].Span].EndNs);

            var first = _siblings[start].Span;
            if (_siblings[start].Parent != 0 && rule.IsRepetition(ShapeOf(first).Operation == "cache"))
            {
                Repetitions.Add((tree.RootOf(first), first, rule.Count));
                for (var i = start; i < end; i++)
                    _repeated[_siblings[i].Span] = true;
            }

            start = end;
        }
    }
}
