using System.Runtime.InteropServices;

namespace PerfAnalyzers.Tool.Capturing;

/// <summary>
/// Stacks and what was measured in them, each distinct stack once: what a flat list, a call tree and a flame graph are drawn from.
/// Its size is that of the distinct stacks, however many samples there were.
/// </summary>
internal sealed class CallTree(ValueKind kind)
{
    /// <summary>Distinct stacks beyond this many end at the caller: about 200 MB.</summary>
    public const int MaxNodes = 4_000_000;

    /// <summary>Frames beyond this many are one.</summary>
    public const int MaxFrames = 200_000;

    private readonly List<Frame> _frames = [];
    private readonly Dictionary<Frame, int> _frameIndex = [];
    private readonly List<Node> _nodes = [];
    private readonly Dictionary<long, int> _children = [];

    /// <summary>What functions are called of which there are too many to keep them apart.</summary>
    public static Frame Further { get; } = new("(further functions)");

    /// <summary>What the values count.</summary>
    public ValueKind Kind { get; } = kind;

    /// <summary>Every frame that occurs, by <see cref="Node.Frame"/>.</summary>
    public IReadOnlyList<Frame> Frames => _frames;

    /// <summary>The nodes, each after its parent.</summary>
    public IReadOnlyList<Node> Nodes => _nodes;

    /// <summary>The sum of all values.</summary>
    public double Total { get; private set; }

    /// <summary>Whether there were more distinct stacks than are kept.</summary>
    public bool IsCut { get; private set; }

    /// <summary>The number of a frame, for <see cref="Add(ReadOnlySpan{int}, double, long)"/>.</summary>
    public int FrameIndex(Frame frame)
    {
        if (_frameIndex.TryGetValue(frame, out var index))
            return index;

        if (_frames.Count >= MaxFrames && frame != Further)
        {
            IsCut = true;
            return FrameIndex(Further);
        }

        _frames.Add(frame);
        _frameIndex.Add(frame, _frames.Count - 1);
        return _frames.Count - 1;
    }

    /// <summary>Adds a value to a stack.</summary>
    /// <param name="rootFirst">Frame numbers, outermost first.</param>
    /// <param name="value">What was measured, in the unit of <see cref="Kind"/>.</param>
    /// <param name="count">How many samples, events or objects it stands for.</param>
    public void Add(ReadOnlySpan<int> rootFirst, double value, long count = 1)
    {
        var node = -1;
        foreach (var frame in rootFirst)
            node = Child(node, frame);

        AddTo(node, value, count);
    }

    /// <summary>The node of a frame below a node, made if it is new; -1 is the root.</summary>
    public int Child(int parent, int frame)
    {
        var key = ((long)parent << 32) | (uint)frame;
        if (_children.TryGetValue(key, out var node))
            return node;

        if (_nodes.Count >= MaxNodes)
        {
            IsCut = true;
            return parent;
        }

        _nodes.Add(new(parent, frame));
        _children.Add(key, _nodes.Count - 1);
        return _nodes.Count - 1;
    }

    /// <summary>Adds a value to a node; to the root it is only counted in <see cref="Total"/>.</summary>
    public void AddTo(int node, double value, long count = 1)
    {
        Total += value;
        if (node < 0)
            return;

        ref var target = ref CollectionsMarshal.AsSpan(_nodes)[node];
        target.Own += value;
        target.Count += count;
    }

    /// <summary>Whether a stack is that of a thread that waits: it ends in a call that waits, with no code of the program's own further in.</summary>
    public bool IsWaiting(int node)
    {
        if (Kind is not (ValueKind.WallMs or ValueKind.Samples))
            return false;

        for (var at = node; at >= 0; at = _nodes[at].Parent)
        {
            var frame = _frames[_nodes[at].Frame];
            if (frame.IsWait || frame.Member is not null)
                return frame.IsWait;
        }

        return false;
    }

    /// <summary>The same without the threads that wait: what they wait for is measured elsewhere, and they would be most of every picture.</summary>
    public CallTree WithoutWaits()
    {
        var tree = new CallTree(Kind) { IsCut = IsCut };
        var map = new int[_nodes.Count];
        Array.Fill(map, -2);
        for (var i = 0; i < _nodes.Count; i++)
        {
            if ((_nodes[i].Own != 0 || _nodes[i].Count != 0) && !IsWaiting(i))
                tree.AddTo(Copy(tree, map, i), _nodes[i].Own, _nodes[i].Count);
        }

        return tree;
    }

    /// <summary>For each node, its value and that of everything below it.</summary>
    public double[] Totals()
    {
        var totals = new double[_nodes.Count];
        for (var i = _nodes.Count - 1; i >= 0; i--)
        {
            totals[i] += _nodes[i].Own;
            if (_nodes[i].Parent >= 0)
                totals[_nodes[i].Parent] += totals[i];
        }

        return totals;
    }

    private int Copy(CallTree target, int[] map, int node)
    {
        var open = new Stack<int>();
        for (; node >= 0 && map[node] == -2; node = _nodes[node].Parent)
            open.Push(node);

        var at = node < 0 ? -1 : map[node];
        while (open.TryPop(out node))
            map[node] = at = target.Child(at, target.FrameIndex(_frames[_nodes[node].Frame]));

        return at;
    }

    /// <summary>A distinct stack: its innermost frame, and the stack of the caller.</summary>
    /// <param name="Parent">The caller's node, or -1.</param>
    /// <param name="Frame">The frame's number.</param>
    internal record struct Node(int Parent, int Frame)
    {
        /// <summary>What was measured with this frame innermost.</summary>
        public double Own { get; set; }

        /// <summary>How many samples, events or objects that was.</summary>
        public long Count { get; set; }
    }
}
