using System.Globalization;
using System.Text;
using System.Text.Json;
using PerfAnalyzers.Tool.Capturing;
using PerfAnalyzers.Tool.Graphing;

namespace PerfAnalyzers.Tool.Reporting;

/// <summary>Stacks for other viewers.</summary>
internal static class StackFiles
{
    /// <summary>One stack a line, outermost first. Milliseconds are written as microseconds, because readers expect whole numbers.</summary>
    public static void WriteFolded(TextWriter output, CallTree tree)
    {
        var factor = tree.Kind is ValueKind.WallMs or ValueKind.CpuMs ? 1000 : 1;
        for (var i = 0; i < tree.Nodes.Count; i++)
        {
            var value = (long)Math.Round(tree.Nodes[i].Own * factor);
            if (value <= 0)
                continue;

            var stack = Stack(tree, i).Select(f => Terminal.Plain(tree.Frames[f].Name).Replace(';', ':'));
            output.Write(string.Join(';', stack) + " " + value.ToString(CultureInfo.InvariantCulture) + "\n");
        }
    }

    /// <summary>The format of the speedscope viewer, one profile for each kind of value.</summary>
    public static void WriteSpeedscope(TextWriter output, IReadOnlyList<CallTree> trees)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            var offsets = new List<int>();
            json.WriteStartObject();
            json.WriteString("$schema", "https://www.speedscope.app/file-format-schema.json");
            json.WriteString("exporter", "perfevidence");
            json.WriteStartObject("shared");
            json.WriteStartArray("frames");
            var next = 0;
            foreach (var tree in trees)
            {
                offsets.Add(next);
                next += tree.Frames.Count;
                foreach (var frame in tree.Frames)
                    Frame(json, frame);
            }

            json.WriteEndArray();
            json.WriteEndObject();
            json.WriteStartArray("profiles");
            for (var i = 0; i < trees.Count; i++)
                Profile(json, trees[i], offsets[i]);

            json.WriteEndArray();
            json.WriteEndObject();
        }

        output.Write(Encoding.UTF8.GetString(buffer.ToArray()));
        output.Write('\n');
    }

    private static void Frame(Utf8JsonWriter json, Frame frame)
    {
        json.WriteStartObject();
        json.WriteString("name", Terminal.Plain(frame.Name));
        if (frame.File is { } file)
            json.WriteString("file", Path.GetFileName(file.Replace('\\', '/')));
        if (frame.Line is > 0 and { } line)
            json.WriteNumber("line", line);
        json.WriteEndObject();
    }

    private static void Profile(Utf8JsonWriter json, CallTree tree, int offset)
    {
        var used = Enumerable.Range(0, tree.Nodes.Count).Where(i => tree.Nodes[i].Own > 0).ToList();
        json.WriteStartObject();
        json.WriteString("type", "sampled");
        json.WriteString("name", ValueText.Title(tree.Kind));
        json.WriteString("unit", tree.Kind switch { ValueKind.WallMs or ValueKind.CpuMs => "milliseconds", ValueKind.Samples => "none", _ => "bytes" });
        json.WriteNumber("startValue", 0);
        json.WriteNumber("endValue", tree.Total);
        json.WriteStartArray("samples");
        foreach (var i in used)
        {
            json.WriteStartArray();
            foreach (var frame in Stack(tree, i))
                json.WriteNumberValue(offset + frame);

            json.WriteEndArray();
        }

        json.WriteEndArray();
        json.WriteStartArray("weights");
        foreach (var i in used)
            json.WriteNumberValue(tree.Nodes[i].Own);

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static List<int> Stack(CallTree tree, int node)
    {
        var stack = new List<int>();
        for (var at = node; at >= 0; at = tree.Nodes[at].Parent)
            stack.Add(tree.Nodes[at].Frame);

        stack.Reverse();
        return stack;
    }
}
