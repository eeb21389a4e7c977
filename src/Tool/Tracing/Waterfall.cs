using PerfAnalyzers.Tool.Capturing;

namespace PerfAnalyzers.Tool.Tracing;

/// <summary>One execution of a root operation as it is drawn: its spans and those of the services it called.</summary>
internal sealed class Waterfall(SpanStore store, TraceTree tree, TraceCalls calls)
{
    /// <summary>Spans of one drawing.</summary>
    private const int MaxSpans = 500;

    private readonly Dictionary<int, bool> _isBelow = [];
    private readonly Dictionary<int, int> _numbers = [];
    private readonly List<int> _path = [];

    /// <summary>The spans at and below a root, the root first.</summary>
    public TraceSample Of(int root)
    {
        _isBelow.Clear();
        _numbers.Clear();
        _isBelow.Add(root, true);
        var spans = new List<TraceSpan>();
        Add(spans, root, -1);
        for (var span = 0; span < tree.Count && spans.Count < MaxSpans; span++)
        {
            if (span != root && IsBelow(span))
                Add(spans, span, ParentOf(span));
        }

        // Clocks that disagree can show a child before its parent.
        for (var i = 1; i < spans.Count; i++)
        {
            if (spans[i].Parent < 0)
                spans[i] = spans[i] with { Parent = 0 };
        }

        return new(tree.ShapeOf(root).Name, tree[root].DurationMs, spans);

        void Add(List<TraceSpan> list, int span, int parent)
        {
            ref var row = ref tree[span];
            var shape = calls.ShapeOf(span);
            _numbers.Add(span, list.Count);
            list.Add(new(shape.Name, shape.Operation, store.Services[row.Service], (row.StartNs - tree[root].StartNs) / 1e6, row.DurationMs, parent, shape.Place, calls.IsRepeated(span)));
        }
    }

    private int ParentOf(int span) => _numbers.TryGetValue(tree.ParentOf(span), out var number) ? number : -1;

    private bool IsBelow(int span)
    {
        _path.Clear();
        var at = span;
        bool below;
        while (!_isBelow.TryGetValue(at, out below))
        {
            _path.Add(at);
            at = tree.ParentOf(at);
            if (at < 0)
            {
                below = false;
                break;
            }
        }

        foreach (var passed in _path)
            _isBelow[passed] = below;

        return below;
    }
}
