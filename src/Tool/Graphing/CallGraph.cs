using PerfAnalyzers.Tool.Capturing;

namespace PerfAnalyzers.Tool.Graphing;

/// <summary>
/// A call tree as people look at it: a function that a place calls is one node, whatever line called it. The greatest nodes are opened first, so that what is not
/// shown is what is smallest, and a tree of millions of stacks costs no more than what is shown of it. Nothing here recurses: stacks can be deep.
/// </summary>
internal sealed class CallGraph
{
    /// <summary>Deeper stacks end here: no reader goes there, and documents nest as deep.</summary>
    private const int DeepestLevel = 400;

    private readonly CallTree _tree;
    private readonly GraphLimits _limits;
    private readonly double[] _totals;
    private readonly int[] _firstChild;
    private readonly int[] _nextSibling;

    private CallGraph(CallTree tree, GraphLimits limits)
    {
        _tree = tree;
        _limits = limits;
        _totals = tree.Totals();
        _firstChild = new int[tree.Nodes.Count];
        _nextSibling = new int[tree.Nodes.Count];
        Array.Fill(_firstChild, -1);
        for (var i = tree.Nodes.Count - 1; i >= 0; i--)
        {
            if (tree.Nodes[i].Parent is >= 0 and var parent)
                (_nextSibling[i], _firstChild[parent]) = (_firstChild[parent], i);
        }
    }

    /// <summary>The root of what is shown; its total is everything that was measured.</summary>
    public static GraphNode Of(CallTree tree, GraphLimits limits) => new CallGraph(tree, limits).Build();

    private GraphNode Build()
    {
        var root = new GraphNode(null, 0) { Total = _tree.Total };
        var smallest = _limits.MinShare * _tree.Total;
        var deepest = _limits.Depth > 0 ? Math.Min(_limits.Depth, DeepestLevel) : DeepestLevel;
        var open = new PriorityQueue<(GraphNode Node, List<Part> Parts), double>();
        open.Enqueue((root, Outermost()), 0);
        var shown = 0;
        while (open.TryDequeue(out var item, out _))
        {
            var groups = Groups(item.Node, item.Parts).Values.Where(g => g.Node.Total > 0).OrderByDescending(g => g.Node.Total).ThenBy(g => g.Node.Frame!.Name, StringComparer.Ordinal);
            foreach (var (node, parts) in groups)
            {
                if (node.Total < smallest || node.Level > deepest || shown >= _limits.MaxNodes)
                {
                    item.Node.Hidden++;
                    item.Node.HiddenTotal += node.Total;
                    continue;
                }

                shown++;
                item.Node.Children.Add(node);
                open.Enqueue((node, parts), -node.Total);
            }
        }

        return root;
    }

    // Outwards, a part is a stack's own value and how far up its callers one is; inwards, a place in the tree with everything below it.
    private List<Part> Outermost()
    {
        var parts = new List<Part>();
        for (var i = 0; i < _tree.Nodes.Count; i++)
        {
            if (_limits.Inverted ? _tree.Nodes[i].Own > 0 : _tree.Nodes[i].Parent < 0)
                parts.Add(new(i, _limits.Inverted ? _tree.Nodes[i].Own : _totals[i]));
        }

        return parts;
    }

    private Dictionary<(string Name, string? File), (GraphNode Node, List<Part> Parts)> Groups(GraphNode parent, List<Part> parts)
    {
        var groups = new Dictionary<(string Name, string? File), (GraphNode Node, List<Part> Parts)>();
        foreach (var part in parent.Level == 0 ? parts : parts.SelectMany(Next))
        {
            var node = _tree.Nodes[part.Node];
            var frame = _tree.Frames[node.Frame];
            if (!groups.TryGetValue((frame.Name, frame.File), out var group))
                groups.Add((frame.Name, frame.File), group = (new(frame, parent.Level + 1), []));

            group.Node.Total += part.Value;
            group.Node.Own += !_limits.Inverted ? node.Own : parent.Level == 0 ? part.Value : 0;
            group.Parts.Add(part);
        }

        return groups;
    }

    private IEnumerable<Part> Next(Part part)
    {
        if (_limits.Inverted)
        {
            if (_tree.Nodes[part.Node].Parent is >= 0 and var caller)
                yield return part with { Node = caller };

            yield break;
        }

        for (var child = _firstChild[part.Node]; child >= 0; child = _nextSibling[child])
            yield return new(child, _totals[child]);
    }

    private readonly record struct Part(int Node, double Value);
}
