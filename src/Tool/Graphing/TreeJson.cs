using System.Text.Json;
using PerfAnalyzers.Tool.Reading;

namespace PerfAnalyzers.Tool.Graphing;

/// <summary>Call trees for programs.</summary>
internal static class TreeJson
{
    public static void Write(TextWriter output, IEnumerable<ShownTree> trees) => JsonOutput.Write(output, json =>
    {
        json.WriteStartArray("trees");
        foreach (var tree in trees)
        {
            json.WriteStartObject();
            json.WriteString("profile", tree.Profile);
            json.WriteString("unit", ValueText.Unit(tree.Kind));
            json.WriteString("measures", ValueText.Title(tree.Kind));
            JsonOutput.Number(json, "leftOut", tree.LeftOut);
            Node(json, tree.Root);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    });

    // The graph is never deeper than its limit, which a stack holds easily.
    private static void Node(Utf8JsonWriter json, GraphNode node)
    {
        if (node.Frame is { } frame)
        {
            json.WriteString("name", frame.Name);
            if (frame.Member is { } member)
                json.WriteString("member", member.Id);
            if (frame.Line is { } line)
                json.WriteNumber("line", line);
        }

        JsonOutput.Number(json, "total", node.Total);
        JsonOutput.Number(json, "own", node.Own);
        if (node.Hidden > 0)
        {
            json.WriteNumber("smallerChildren", node.Hidden);
            JsonOutput.Number(json, "smallerTotal", node.HiddenTotal);
        }

        json.WriteStartArray("children");
        foreach (var child in node.Children)
        {
            json.WriteStartObject();
            Node(json, child);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
