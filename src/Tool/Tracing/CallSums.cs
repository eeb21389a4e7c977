using PerfAnalyzers.Tool.Capturing;

namespace PerfAnalyzers.Tool.Tracing;

/// <summary>Calls by place, counted per root operation, and by statement.</summary>
internal sealed class CallSums(SpanStore store, Capture capture, TraceTree tree, TraceCalls calls)
{
    private readonly List<(int Root, int Site, int Span)> _bySite = [];
    private readonly Dictionary<int, Sum> _withoutRoot = [];
    private readonly Dictionary<int, Sum> _statements = [];
    private readonly HashSet<int> _keys = [];

    /// <summary>Adds the calls of the trace that the tree holds.</summary>
    public void Add()
    {
        _bySite.Clear();
        foreach (var span in calls.RoundTrips)
        {
            ref var row = ref tree[span];
            var shape = calls.ShapeOf(span);
            var site = calls.SiteOf(span);
            if (shape.Statement != StatementPool.None && shape.IsDatabase)
                AddTo(_statements, shape.Statement, row);

            if (tree.RootOf(span) is >= 0 and var root)
                _bySite.Add((root, site, span));
            else
                AddTo(_withoutRoot, site, row);
        }

        _bySite.Sort();
        for (int start = 0, end; start < _bySite.Count; start = end)
        {
            for (end = start + 1; end < _bySite.Count && _bySite[end].Root == _bySite[start].Root && _bySite[end].Site == _bySite[start].Site; end++)
            {
            }

            AddSite(start, end);
        }
    }

    /// <summary>Adds what is summed over all traces.</summary>
    public void Finish()
    {
        foreach (var (site, sum) in _withoutRoot)
            capture.Sites.Add(store.Shapes.Sites[site].Place, store.Shapes.Sites[site].Operation, sum.Calls, sum.Ms, sum.Rows);

        foreach (var (statement, sum) in _statements)
        {
            if (store.Texts.Statements[statement] is { Operation: not null, Text.Length: > 0 } known)
                capture.AddStatement(known.Text, sum.Calls, sum.Ms, sum.Rows, sum.MaxMs);
        }
    }

    private void AddSite(int start, int end)
    {
        var sum = default(Sum);
        for (var i = start; i < end; i++)
            sum = sum.With(tree[_bySite[i].Span]);

        var (place, operation) = store.Shapes.Sites[_bySite[start].Site];
        capture.Sites.AddRoot(place, operation, null, sum.Calls, sum.Ms, end - start > 1 ? Keys(start, end) : KeyRepetition.Unknown, sum.Rows);
    }

    private KeyRepetition Keys(int start, int end)
    {
        _keys.Clear();
        for (var i = start; i < end; i++)
        {
            ref var row = ref tree[_bySite[i].Span];
            if (!row.Flags.HasFlag(SpanFlags.HasKey))
                return KeyRepetition.Unknown;

            _keys.Add(row.Key);
        }

        return _keys.Count == end - start ? KeyRepetition.Distinct : _keys.Count == 1 ? KeyRepetition.Same : KeyRepetition.Mixed;
    }

    private static void AddTo(Dictionary<int, Sum> sums, int key, in SpanRow row)
    {
        sums.TryGetValue(key, out var sum);
        sums[key] = sum.With(row);
    }

    private readonly record struct Sum(long Calls, double Ms, double MaxMs, double? Rows)
    {
        public Sum With(in SpanRow row) => new(Calls + 1, Ms + row.DurationMs, Math.Max(MaxMs, row.DurationMs), row.Rows >= 0 ? (Rows ?? 0) + row.Rows : Rows);
    }
}
