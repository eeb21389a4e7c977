using System.Text.Json;
using PerfAnalyzers.Tool.Capturing;

namespace PerfAnalyzers.Tool.Importing.Runtimes;

/// <summary>
/// V8's <c>.cpuprofile</c>, of <c>node --cpu-prof</c> and of Chrome: nodes, and the samples that hit them with the time between. A file without samples has hits only.
/// </summary>
internal sealed class CpuProfileFormat : ICaptureFormat
{
    private const double MicrosecondsToMs = 0.001;
    private const int MaxNodes = 5_000_000;

    public string Name => "cpuprofile";

    public bool Recognizes(CaptureHead head) => head.Keys.Contains("nodes/[]/callFrame") || head.Keys.Contains("nodes/[]/callFrame/functionName") || head.Keys.Contains("head/hitCount");

    public void Read(CaptureInput input, Capture capture)
    {
        capture.IsSampled = true;
        using var json = new JsonPull(input, OldV8Tree.MaxDepth);
        if (!json.EnterObject(out var depth))
            throw new CaptureException("expected a JSON object");

        var nodes = new Dictionary<long, V8Node>();
        var (samples, deltas, times) = (new List<long>(), new List<long>(), new List<long>());
        double? start = null, end = null;
        try
        {
            while (json.NextProperty(depth))
            {
                if (json.Is("nodes"u8))
                    ReadNodes(json, nodes);
                else if (json.Is("head"u8))
                    OldV8Tree.Read(json, nodes);
                else if (json.Is("samples"u8))
                    ReadNumbers(json, samples);
                else if (json.Is("timeDeltas"u8))
                    ReadNumbers(json, deltas);
                else if (json.Is("timestamps"u8))
                    ReadNumbers(json, times);
                else if (json.Is("startTime"u8))
                    start = json.ReadDouble();
                else if (json.Is("endTime"u8))
                    end = json.ReadDouble();
            }
        }
        finally
        {
            Add(capture, nodes, samples, times.Count > 0 ? [.. times.Select((t, i) => i == 0 ? 0 : t - times[i - 1])] : deltas);
        }

        // Old files have seconds there, and the time of each sample.
        if (times.Count > 1)
            capture.DurationMs = (times[^1] - times[0]) * MicrosecondsToMs;
        else if (end > start)
            capture.DurationMs = (end - start) * MicrosecondsToMs;
    }

    private static void ReadNodes(JsonPull json, Dictionary<long, V8Node> nodes)
    {
        if (!json.EnterArray(out var array))
            return;

        while (json.NextElement(array))
        {
            if (json.Token != JsonTokenType.StartObject)
                continue;

            if (nodes.Count >= MaxNodes)
                throw new CaptureException($"more than {MaxNodes} nodes");

            var node = new V8Node();
            var depth = json.Depth;
            while (json.NextProperty(depth))
            {
                if (json.Is("id"u8))
                    node.Id = json.ReadInt64() ?? 0;
                else if (json.Is("parent"u8))
                    node.Parent = json.ReadInt64();
                else if (json.Is("hitCount"u8))
                    node.Hits = Math.Max(0, json.ReadInt64() ?? 0);
                else if (json.Is("callFrame"u8))
                    node.Frame = V8Frame.Read(json);
                else if (json.Is("children"u8))
                    ReadNumbers(json, node.Children);
            }

            nodes[node.Id] = node;
        }
    }

    private static void ReadNumbers(JsonPull json, List<long> numbers)
    {
        if (!json.EnterArray(out var array))
            return;

        while (json.NextElement(array))
            numbers.Add(json.GetInt64() ?? throw new CaptureException("a list of numbers holds something else"));
    }

    // The time before a sample belongs to the sample before it; that after the last one is as long as the mean.
    private static void Add(Capture capture, Dictionary<long, V8Node> nodes, List<long> samples, List<long> deltas)
    {
        foreach (var node in nodes.Values)
        {
            foreach (var child in node.Children)
            {
                if (nodes.TryGetValue(child, out var known) && child != node.Id)
                    known.Parent ??= node.Id;
            }
        }

        var isTimed = samples.Count > 0 && deltas.Count >= samples.Count;
        var tree = capture.Tree(isTimed ? ValueKind.WallMs : ValueKind.Samples);
        var own = new Dictionary<long, (double Value, long Count)>();
        if (isTimed)
        {
            var mean = deltas.Take(samples.Count).Average();
            for (var i = 0; i < samples.Count; i++)
            {
                var weight = Math.Max(0, i + 1 < samples.Count ? deltas[i + 1] : mean) * MicrosecondsToMs;
                var (value, count) = own.GetValueOrDefault(samples[i]);
                own[samples[i]] = (value + weight, count + 1);
            }
        }
        else
        {
            foreach (var node in nodes.Values)
                own[node.Id] = (node.Hits, node.Hits);
        }

        var stack = new List<int>();
        foreach (var (id, (value, count)) in own)
        {
            if (count == 0 || !nodes.TryGetValue(id, out var node) || node.Frame is { Name: "(idle)" })
                continue;

            stack.Clear();
            for (var (at, steps) = (node, 0); at is not null && steps < 10_000; at = at.Parent is { } parent ? nodes.GetValueOrDefault(parent) : null, steps++)
            {
                if (at.Frame is { Name: not "(root)" } frame)
                    stack.Add(tree.FrameIndex(frame));
            }

            stack.Reverse();
            tree.Add(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(stack), value, count);
        }
    }
}
