using System.Text.Json;
using PerfAnalyzers.Tool.Capturing;

namespace PerfAnalyzers.Tool.Importing.Runtimes;

/// <summary>V8's <c>.heapsnapshot</c>: own sizes by constructor or kind of object. The nodes are one list of numbers, and the names come last.</summary>
internal sealed class HeapSnapshotFormat : ICaptureFormat
{
    private const int MaxNumbers = 400_000_000;

    public string Name => "heapsnapshot";

    public bool Recognizes(CaptureHead head) => head.Keys.Contains("snapshot/meta") || head.Keys.Contains("snapshot/meta/node_fields");

    public void Read(CaptureInput input, Capture capture)
    {
        using var json = new JsonPull(input);
        if (!json.EnterObject(out var depth))
            throw new CaptureException("expected a JSON object");

        var (fields, types, names) = (new List<string>(), new List<string>(), new List<string>());
        var sums = new Dictionary<(long Type, long Name), (double Bytes, long Count)>();
        try
        {
            while (json.NextProperty(depth))
            {
                if (json.Is("snapshot"u8))
                    Meta(json, fields, types);
                else if (json.Is("nodes"u8))
                    Nodes(json, fields, sums);
                else if (json.Is("strings"u8))
                    Strings(json, names);
            }
        }
        finally
        {
            Add(capture, sums, types, names);
        }
    }

    private static void Meta(JsonPull json, List<string> fields, List<string> types)
    {
        if (!json.EnterObject(out var depth))
            return;

        while (json.NextProperty(depth))
        {
            if (!json.Is("meta"u8) || !json.EnterObject(out var inner))
                continue;

            while (json.NextProperty(inner))
            {
                if (json.Is("node_fields"u8))
                    Strings(json, fields);
                else if (json.Is("node_types"u8) && json.Read() && json.Token == JsonTokenType.StartArray)
                    NodeTypes(json, types);
            }
        }
    }

    // The first entry is the list of kinds; the others are the kinds of the other fields.
    private static void NodeTypes(JsonPull json, List<string> types)
    {
        var array = json.Depth;
        while (json.NextElement(array))
        {
            if (json.Token != JsonTokenType.StartArray)
                continue;

            var inner = json.Depth;
            while (json.NextElement(inner))
                types.Add(json.GetString() ?? "");
        }
    }

    private static void Strings(JsonPull json, List<string> target)
    {
        if (!json.EnterArray(out var array))
            return;

        while (json.NextElement(array))
            target.Add(json.GetString() is { Length: > 200 } text ? text[..200] : json.GetString() ?? "");
    }

    private static void Nodes(JsonPull json, List<string> fields, Dictionary<(long Type, long Name), (double Bytes, long Count)> sums)
    {
        var (type, name, size, width) = (fields.IndexOf("type"), fields.IndexOf("name"), fields.IndexOf("self_size"), fields.Count);
        if (type < 0 || name < 0 || size < 0)
            throw new CaptureException("its description of the nodes is missing");

        if (!json.EnterArray(out var array))
            return;

        var row = new long[width];
        var (at, count) = (0, 0);
        while (json.NextElement(array))
        {
            if (++count > MaxNumbers)
                throw new CaptureException("more nodes than fit into a browser");

            row[at] = json.GetInt64() ?? throw new CaptureException("a node holds something else than numbers");
            if (++at < width)
                continue;

            at = 0;
            var (bytes, objects) = sums.GetValueOrDefault((row[type], row[name]));
            sums[(row[type], row[name])] = (bytes + Math.Max(0, row[size]), objects + 1);
        }
    }

    // What an object's name is, only its kind decides: of texts and the like it is the content, which is nobody's business.
    private static void Add(Capture capture, Dictionary<(long Type, long Name), (double Bytes, long Count)> sums, List<string> types, List<string> names)
    {
        foreach (var ((type, name), (bytes, count)) in sums)
        {
            var kind = type >= 0 && type < types.Count ? types[(int)type] : "unknown";
            var isNamed = kind is "object" or "closure" && name >= 0 && name < names.Count && names[(int)name].Length > 0;
            var totals = capture.Type(isNamed ? kind == "closure" ? $"(closure) {names[(int)name]}" : names[(int)name] : $"({kind})");
            totals.Bytes += bytes;
            totals.Count += count;
        }
    }
}
