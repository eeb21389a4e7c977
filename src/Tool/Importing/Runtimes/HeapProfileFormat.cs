using System.Text.Json;
using PerfAnalyzers.Tool.Capturing;

namespace PerfAnalyzers.Tool.Importing.Runtimes;

/// <summary>V8's <c>.heapprofile</c>: sampled allocations that are still held, as a tree of calls. Each call is an object in the object of its caller.</summary>
internal sealed class HeapProfileFormat : ICaptureFormat
{
    // Each level of calls is an object in a list.
    private const int MaxDepth = 2_000;

    public string Name => "heapprofile";

    public bool Recognizes(CaptureHead head) => head.Keys.Contains("head/callFrame") || head.Keys.Contains("head/selfSize") || head.Keys.Contains("head/children");

    public void Read(CaptureInput input, Capture capture)
    {
        capture.IsSampled = true;
        using var json = new JsonPull(input, MaxDepth);
        var tree = capture.Tree(ValueKind.RetainedBytes);
        var open = new Stack<(int Depth, int Node, double Size, Frame? Frame)>();
        var skipTo = -1;
        while (json.Read())
        {
            if (skipTo >= 0 && json.Depth > skipTo)
                continue;

            skipTo = -1;
            if (json.Token == JsonTokenType.PropertyName && json.Is("samples"u8) && open.Count == 0)
                skipTo = json.Depth;
            else if (json.Token == JsonTokenType.StartObject && json.Depth > 1)
                open.Push((json.Depth, open.TryPeek(out var caller) ? caller.Node : -1, 0, null));
            else if (json.Token == JsonTokenType.PropertyName && open.TryPeek(out var node) && node.Depth == json.Depth)
                Property(json, tree, open);
            else if (json.Token == JsonTokenType.EndObject && open.TryPeek(out var done) && done.Depth == json.Depth + 1)
                Close(tree, open);
        }
    }

    private static void Property(JsonPull json, CallTree tree, Stack<(int Depth, int Node, double Size, Frame? Frame)> open)
    {
        if (json.Is("callFrame"u8))
        {
            var (depth, node, size, _) = open.Pop();
            var frame = V8Frame.Read(json);
            open.Push((depth, frame.Name == "(root)" ? node : tree.Child(node, tree.FrameIndex(frame)), size, frame));
        }
        else if (json.Is("selfSize"u8))
        {
            var (depth, node, _, frame) = open.Pop();
            open.Push((depth, node, Math.Max(0, json.ReadDouble() ?? 0), frame));
        }
    }

    private static void Close(CallTree tree, Stack<(int Depth, int Node, double Size, Frame? Frame)> open)
    {
        var (_, node, size, frame) = open.Pop();
        if (frame is not null && size > 0)
            tree.AddTo(node, size);
    }
}
