using PerfAnalyzers.Tool.Capturing;

namespace PerfAnalyzers.Tool.Importing.Formats;

/// <summary>A call tree of frame numbers, for formats that name their frames after they use them.</summary>
internal sealed class RawTree
{
    private readonly Dictionary<long, int> _children = [];
    private readonly List<(int Parent, int Frame, double Own, long Count)> _nodes = [];

    /// <summary>The node of a frame below a node, -1 being the root.</summary>
    public int Child(int parent, int frame)
    {
        var key = ((long)parent << 32) | (uint)frame;
        if (_children.TryGetValue(key, out var node))
            return node;

        if (_nodes.Count >= CallTree.MaxNodes)
            return parent;

        _nodes.Add((parent, frame, 0, 0));
        _children.Add(key, _nodes.Count - 1);
        return _nodes.Count - 1;
    }

    /// <summary>The caller's node.</summary>
    public int Parent(int node) => _nodes[node].Parent;

    /// <summary>The frame of a node.</summary>
    public int FrameOf(int node) => _nodes[node].Frame;

    /// <summary>Adds a value to a node.</summary>
    public void AddOwn(int node, double value, long count = 1)
    {
        if (node >= 0)
            _nodes[node] = _nodes[node] with { Own = _nodes[node].Own + value, Count = _nodes[node].Count + count };
    }

    /// <summary>Adds another tree, its values multiplied.</summary>
    public void Add(RawTree other, double factor)
    {
        var map = new int[other._nodes.Count];
        for (var i = 0; i < map.Length; i++)
        {
            var (parent, frame, own, count) = other._nodes[i];
            map[i] = Child(parent < 0 ? -1 : map[parent], frame);
            AddOwn(map[i], own * factor, count);
        }
    }

    /// <summary>Adds everything to a tree of frames.</summary>
    public void AddTo(CallTree tree, Func<int, Frame> frames)
    {
        var map = new int[_nodes.Count];
        var numbers = new Dictionary<int, int>();
        for (var i = 0; i < map.Length; i++)
        {
            var (parent, frame, own, count) = _nodes[i];
            if (!numbers.TryGetValue(frame, out var number))
            {
                var known = frames(frame);
                numbers.Add(frame, number = known.IsArtifact ? -1 : tree.FrameIndex(known));
            }

            // What is no code belongs to the code that it stands under.
            var caller = parent < 0 ? -1 : map[parent];
            map[i] = number < 0 ? caller : tree.Child(caller, number);
            if (own != 0 || count != 0)
                tree.AddTo(map[i], own, count);
        }
    }
}
