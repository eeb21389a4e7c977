using PerfAnalyzers.Tool.Capturing;

namespace PerfAnalyzers.Tool.Importing.NetTrace;

/// <summary>Stacks of addresses as stacks of functions.</summary>
internal sealed class StackTrees(AddressTree stacks, CodeFrames frames)
{
    private static readonly Frame s_nameless = new("(code without a name)");

    /// <summary>Adds what was measured to a call tree. Returns the share of it whose stacks had no name at all.</summary>
    public double AddTo(CallTree tree, StackValues values, double scale = 1)
    {
        var map = new int[stacks.Count];
        var isRecorder = new bool[stacks.Count];
        for (var i = 0; i < map.Length; i++)
        {
            var parent = stacks.Parent(i);
            var caller = parent < 0 ? -1 : map[parent];
            var frame = frames.Of(stacks.AddressOf(i));

            // What the recorder does is nothing that the program would do. Beyond a resumed method, the program goes on.
            isRecorder[i] = frame is { IsArtifact: true } || (parent >= 0 && isRecorder[parent] && frame is not { IsContinuation: true });
            map[i] = frame is null or { IsArtifact: true } ? caller : tree.Child(caller, tree.FrameIndex(frame));
        }

        double all = 0, nameless = 0;
        foreach (var (stack, value, count) in values.All)
        {
            if (stack >= 0 && isRecorder[stack])
                continue;

            var node = stack < 0 ? -1 : map[stack];
            all += value;
            nameless += node < 0 ? value : 0;
            tree.AddTo(node < 0 ? Nameless(tree) : node, value * scale, count);
        }

        return all > 0 ? nameless / all : 0;
    }

    private static int Nameless(CallTree tree) => tree.Child(-1, tree.FrameIndex(s_nameless));
}
