using System.Text.Json;
using PerfAnalyzers.Tool.Capturing;
using PerfAnalyzers.Tool.Graphing;

namespace PerfAnalyzers.Tool.Reporting;

/// <summary>Flame graphs in the report's data: columns of numbers, so that a hundred thousand places are a few megabytes.</summary>
internal static class StackJson
{
    /// <summary>Places beyond these, the smallest, are only counted.</summary>
    private const int MaxCalls = 150_000;

    private const int MaxCallers = 50_000;

    public static void Write(Utf8JsonWriter json, IEnumerable<CallTree> trees)
    {
        json.WriteStartArray("graphs");
        foreach (var tree in trees.Where(t => t.Nodes.Count > 0))
            Write(json, tree);

        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, CallTree tree)
    {
        var running = tree.WithoutWaits();
        var frames = new FrameTable();
        json.WriteStartObject();
        json.WriteString("title", ValueText.Title(tree.Kind));
        json.WriteString("unit", ValueText.Unit(tree.Kind));
        json.WriteBoolean("cut", tree.IsCut);
        json.WriteStartArray("views");
        if (ProgramStacks.Has(tree) && ProgramStacks.Of(tree) is { Total: > 0 } own)
            View(json, frames, "program", own, tree.Total - own.Total);

        if (running.Total > 0)
            View(json, frames, "all", running, tree.Total - running.Total);

        json.WriteEndArray();
        frames.Write(json);
        json.WriteEndObject();
    }

    private static void View(Utf8JsonWriter json, FrameTable frames, string name, CallTree tree, double leftOut)
    {
        json.WriteStartObject();
        json.WriteString("scope", name);
        json.WriteNumber("total", Math.Round(tree.Total, 3));
        json.WriteNumber("leftOut", Math.Round(Math.Max(0, leftOut), 3));
        Nodes(json, frames, "calls", CallGraph.Of(tree, new(0, 0, Inverted: false, MaxCalls)));
        Nodes(json, frames, "callers", CallGraph.Of(tree, new(0, 0, Inverted: true, MaxCallers)));
        json.WriteEndObject();
    }

    // Breadth first, the root left out: children lie beside each other and after their parent, -1 being the root.
    private static void Nodes(Utf8JsonWriter json, FrameTable frames, string name, GraphNode root)
    {
        var (nodes, parents) = (new List<GraphNode>(), new List<int>());
        var (hiddenCount, hiddenTotal) = (0L, 0.0);
        var open = new Queue<(GraphNode Node, int Number)>([(root, -1)]);
        while (open.TryDequeue(out var item))
        {
            hiddenCount += item.Node.Hidden;
            hiddenTotal += item.Node.HiddenTotal;
            foreach (var child in item.Node.Children)
            {
                open.Enqueue((child, nodes.Count));
                nodes.Add(child);
                parents.Add(item.Number);
            }
        }

        json.WriteStartObject(name);
        json.WriteNumber("hidden", hiddenCount);
        json.WriteNumber("hiddenTotal", Math.Round(hiddenTotal, 3));
        Column(json, "parents", parents, p => p);
        Column(json, "frames", nodes, n => frames.Number(n.Frame!));
        Column(json, "totals", nodes, n => Math.Round(n.Total, 3));
        Column(json, "owns", nodes, n => Math.Round(n.Own, 3));
        json.WriteEndObject();
    }

    private static void Column<T>(Utf8JsonWriter json, string name, List<T> items, Func<T, double> value)
    {
        json.WriteStartArray(name);
        foreach (var item in items)
            json.WriteNumberValue(value(item));

        json.WriteEndArray();
    }
}
