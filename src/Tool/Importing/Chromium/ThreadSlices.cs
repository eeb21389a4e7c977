using PerfAnalyzers.Tool.Importing.Formats;

namespace PerfAnalyzers.Tool.Importing.Chromium;

/// <summary>What one thread did, in whatever order it is told, as a tree: the time between two events belongs to what is innermost between them.</summary>
internal sealed class ThreadSlices
{
    private readonly List<TraceSlice> _slices = [];
    private readonly Stack<(int Node, double EndUs)> _open = new();
    private double _nowUs;

    /// <summary>Adds an event.</summary>
    public void Add(TraceSlice slice) => _slices.Add(slice);

    /// <summary>Adds the tree. What was not left is left with the last event.</summary>
    public void AddTo(RawTree tree)
    {
        _slices.Sort();
        foreach (var slice in _slices)
        {
            CloseUntil(slice.AtUs, tree);
            Advance(slice.AtUs, tree);
            if (slice.IsWhole)
                Open(tree, slice.Frame, slice.AtUs + Math.Max(0, slice.DurationUs));
            else if (slice.Frame >= 0)
                Open(tree, slice.Frame, double.PositiveInfinity);
            else
                Leave();
        }

        CloseUntil(double.MaxValue, tree);
        _slices.Clear();
        _open.Clear();
    }

    private void Open(RawTree tree, int frame, double endUs)
    {
        var (parent, parentEnd) = _open.TryPeek(out var top) ? top : (-1, double.PositiveInfinity);
        var node = tree.Child(parent, frame);
        tree.AddOwn(node, 0, 1);
        _open.Push((node, Math.Min(endUs, parentEnd)));
    }

    private void CloseUntil(double atUs, RawTree tree)
    {
        while (_open.TryPeek(out var top) && top.EndUs <= atUs)
        {
            Advance(top.EndUs, tree);
            _open.Pop();
        }
    }

    // The last one that was entered; what is whole and within it ends with it.
    private void Leave()
    {
        if (!_open.Any(o => double.IsPositiveInfinity(o.EndUs)))
            return;

        while (!double.IsPositiveInfinity(_open.Pop().EndUs))
        {
        }
    }

    private void Advance(double atUs, RawTree tree)
    {
        if (_open.TryPeek(out var top) && atUs > _nowUs)
            tree.AddOwn(top.Node, (atUs - _nowUs) / 1000, 0);

        _nowUs = atUs;
    }
}
