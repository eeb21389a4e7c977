using PerfAnalyzers.Tool.Capturing;

namespace PerfAnalyzers.Tool.Graphing;

/// <summary>
/// The stacks of a .NET program reduced to its own members, as the flat list counts them: library frames belong to the member that called them, what completed
/// an awaited operation is no caller, and threads that wait are left out.
/// </summary>
internal static class ProgramStacks
{
    /// <summary>Whether a tree can be reduced: other runtimes' frames have no members.</summary>
    public static bool Has(CallTree tree) => tree.Frames.Any(f => f.Member is not null);

    /// <summary>The reduced tree; what no member of the program is on the stack of is not in it.</summary>
    public static CallTree Of(CallTree tree)
    {
        var result = new CallTree(tree.Kind);
        var numbers = tree.Frames.Select(f => f.Member is null ? -1 : result.FrameIndex(f)).ToArray();
        var map = new int[tree.Nodes.Count];
        for (var i = 0; i < map.Length; i++)
        {
            var node = tree.Nodes[i];
            var caller = node.Parent < 0 ? -1 : map[node.Parent];
            if (tree.Frames[node.Frame].IsContinuation)
                map[i] = -1;
            else if (numbers[node.Frame] is >= 0 and var frame)
                map[i] = IsResumed(tree, result, node.Parent, caller, frame) ? caller : result.Child(caller, frame);
            else
                map[i] = caller;

            if (map[i] >= 0 && (node.Own != 0 || node.Count != 0) && !tree.IsWaiting(i))
                result.AddTo(map[i], node.Own, node.Count);
        }

        return result;
    }

    // An asynchronous method starts its own state machine through the library: that is one call and not two.
    private static bool IsResumed(CallTree tree, CallTree result, int parent, int caller, int frame) =>
        caller >= 0 && tree.Frames[tree.Nodes[parent].Frame].Member is null &&
        result.Frames[result.Nodes[caller].Frame].Name == result.Frames[frame].Name;
}
