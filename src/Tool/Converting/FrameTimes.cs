using PerfAnalyzers.Tool.Capturing;

namespace PerfAnalyzers.Tool.Converting;

/// <summary>The flat list of a call tree: own and total value of each function; a function that calls itself counts once for each stack.</summary>
internal static class FrameTimes
{
    /// <summary>
    /// C# members: a member's own value is that of the stacks in which it is the nearest code of the program. Threads that wait are left out: what they wait for is
    /// measured elsewhere. What lies beyond a resumed asynchronous method is no caller.
    /// </summary>
    /// <param name="tree">The stacks.</param>
    /// <param name="functions">The function of each frame, or -1: several frames may be one, as an asynchronous method and its state machine are.</param>
    /// <param name="count">How many functions there are.</param>
    public static FunctionSum[] OfUserCode(CallTree tree, int[] functions, int count) => Sum(tree, count, (node, stack) =>
    {
        for (var at = tree.IsWaiting(node) ? -1 : node; at >= 0; at = tree.Nodes[at].Parent)
        {
            var frame = tree.Nodes[at].Frame;
            if (tree.Frames[frame].IsContinuation)
                return;

            if (functions[frame] >= 0)
                stack.Add(functions[frame]);
        }
    });

    /// <summary>Every function, with what was measured with it innermost and with it anywhere.</summary>
    public static FunctionSum[] OfAll(CallTree tree, int[] functions, int count) => Sum(tree, count, (node, stack) =>
    {
        for (var at = node; at >= 0; at = tree.Nodes[at].Parent)
        {
            if (functions[tree.Nodes[at].Frame] is >= 0 and var function)
                stack.Add(function);
        }
    });

    private static FunctionSum[] Sum(CallTree tree, int functionCount, Action<int, List<int>> stackOf)
    {
        var sums = new FunctionSum[functionCount];
        var seenAt = new int[functionCount];
        Array.Fill(seenAt, -1);
        var stack = new List<int>();
        for (var node = 0; node < tree.Nodes.Count; node++)
        {
            var (value, count) = (tree.Nodes[node].Own, tree.Nodes[node].Count);
            if (value == 0 && count == 0)
                continue;

            stack.Clear();
            stackOf(node, stack);
            for (var i = 0; i < stack.Count; i++)
            {
                var function = stack[i];
                if (i == 0)
                    sums[function] = sums[function] with { Own = sums[function].Own + value, Count = sums[function].Count + count };

                if (seenAt[function] == node)
                    continue;

                seenAt[function] = node;
                sums[function] = sums[function] with { Total = sums[function].Total + value };
            }
        }

        return sums;
    }
}
