using PerfAnalyzers.Tool.Capturing;

namespace PerfAnalyzers.Tool.Graphing;

/// <summary>A call tree as people look at it: functions of one name are one node, small ones are counted and left out. Nothing here recurses: stacks can be deep.</summary>
internal static class CallGraph
{
    /// <summary>Deeper stacks end here: no reader goes there, and documents nest as deep.</summary>
    private const int DeepestLevel = 400;

    /// <summary>The root of what is shown; its total is everything that was measured.</summary>
    public static GraphNode Of(CallTree tree, GraphLimits limits)
    {
        var root = new GraphNode(null) { Total = tree.Total };
        var smallest = limits.MinShare * tree.Total;
        var depth = limits.Depth > 0 ? Math.Min(limits.Depth, DeepestLevel) : DeepestLevel;
        if (limits.Inverted)
            AddCallers(root, tree, depth);
        else
            AddCallees(root, tree, depth);

        Prune(root, smallest);
        return root;
    }

    private static void AddCallees(GraphNode root, CallTree tree, int depth)
    {
        var totals = tree.Totals();
        var nodes = new (GraphNode? Node, int Level)[tree.Nodes.Count];
        var byName = new Dictionary<(GraphNode, string), GraphNode>();
        for (var i = 0; i < nodes.Length; i++)
        {
            var (parent, level) = tree.Nodes[i].Parent < 0 ? (root, 0) : nodes[tree.Nodes[i].Parent];
            if (parent is null || level >= depth)
                continue;

            var frame = tree.Frames[tree.Nodes[i].Frame];
            var node = Child(byName, parent, frame);
            node.Own += tree.Nodes[i].Own;
            node.Total += totals[i];
            nodes[i] = (node, level + 1);
        }
    }

    private static void AddCallers(GraphNode root, CallTree tree, int depth)
    {
        var byName = new Dictionary<(GraphNode, string), GraphNode>();
        for (var i = 0; i < tree.Nodes.Count; i++)
        {
            var own = tree.Nodes[i].Own;
            if (own == 0)
                continue;

            var at = root;
            var level = 0;
            for (var n = i; n >= 0 && level < depth; n = tree.Nodes[n].Parent, level++)
            {
                at = Child(byName, at, tree.Frames[tree.Nodes[n].Frame]);
                at.Total += own;
                if (level == 0)
                    at.Own += own;
            }
        }
    }

    private static GraphNode Child(Dictionary<(GraphNode, string), GraphNode> byName, GraphNode parent, Frame frame)
    {
        if (byName.TryGetValue((parent, frame.Name), out var node))
            return node;

        node = new(frame);
        byName.Add((parent, frame.Name), node);
        parent.Children.Add(node);
        return node;
    }

    private static void Prune(GraphNode root, double smallest)
    {
        var open = new Stack<GraphNode>([root]);
        while (open.TryPop(out var node))
        {
            var small = node.Children.Where(c => c.Total < smallest).ToList();
            node.Hidden = small.Count;
            node.HiddenTotal = small.Sum(c => c.Total);
            node.Children = [.. node.Children.Where(c => c.Total >= smallest).OrderByDescending(c => c.Total).ThenBy(c => c.Frame!.Name, StringComparer.Ordinal)];
            foreach (var child in node.Children)
                open.Push(child);
        }
    }
}
