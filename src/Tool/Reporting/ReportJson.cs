using System.Text.Json;
using PerfAnalyzers.EvidenceFormat;
using PerfAnalyzers.Tool.Capturing;
using PerfAnalyzers.Tool.Commands;
using PerfAnalyzers.Tool.Graphing;
using PerfAnalyzers.Tool.Listing;
using PerfAnalyzers.Tool.Reading;

namespace PerfAnalyzers.Tool.Reporting;

/// <summary>The parts of the report's data.</summary>
internal static class ReportJson
{
    /// <summary>What is narrower than this share of the whole is no bar of its own: below a pixel on any screen.</summary>
    private const double NarrowestBar = 0.0004;

    private const int MaxSpans = 2_000;

    public static void Profile(Utf8JsonWriter json, MeasuredProfile measured, FlatList list)
    {
        var profile = measured.Profile;
        json.WriteStartObject();
        Text(json, "name", profile.Name);
        json.WriteStartObject("header");
        foreach (var field in profile.Header.Fields)
            Text(json, field.Key, field.Value);

        json.WriteEndObject();
        json.WriteStartArray("endpoints");
        foreach (var endpoint in profile.OfKind(RecordKind.Endpoint).OrderByDescending(e => (e.Number(Field.Count) ?? 0) * (e.Number(Field.P50Ms) ?? 0)))
            Endpoint(json, endpoint);

        json.WriteEndArray();
        Text(json, "unit", list.Unit.Name);
        json.WriteStartArray("rows");
        foreach (var row in list.Rows)
            Row(json, row);

        json.WriteEndArray();
        json.WriteNumber("hiddenRows", list.Hidden);
        json.WriteStartArray("types");
        foreach (var type in profile.OfKind(RecordKind.Type))
            Type(json, type);

        json.WriteEndArray();
        json.WriteStartArray("graphs");
        foreach (var tree in (measured.Capture?.Trees ?? []).Where(t => t.Nodes.Count > 0))
            Graph(json, tree);

        json.WriteEndArray();
        json.WriteStartArray("traces");
        foreach (var trace in (measured.Capture?.Traces ?? []).OrderByDescending(t => t.DurationMs))
            Trace(json, trace);

        json.WriteEndArray();
        json.WriteEndObject();
    }

    public static void Finding(Utf8JsonWriter json, ReportFinding finding)
    {
        json.WriteStartObject();
        Text(json, "rule", finding.Rule);
        Text(json, "state", finding.State);
        Text(json, "message", finding.Message);
        Text(json, "file", finding.File);
        json.WriteNumber("line", finding.Line);
        JsonOutput.Number(json, "totalMs", finding.TotalMs);
        JsonOutput.Number(json, "perRoot", finding.PerRoot);
        json.WriteEndObject();
    }

    private static void Endpoint(Utf8JsonWriter json, EvidenceRecord endpoint)
    {
        var verdict = EndpointVerdict.Of(endpoint);
        json.WriteStartObject();
        Text(json, "name", endpoint.Key);
        foreach (var field in (string[])[Field.Count, Field.P50Ms, Field.P95Ms, Field.P99Ms, Field.CpuMs, Field.IoMs, Field.RoundTrips, Field.MaxRoundTrips])
            JsonOutput.Number(json, field, endpoint.Number(field));

        Text(json, "verdict", verdict.Word);
        JsonOutput.Number(json, "ioShare", verdict.IoShare);
        Text(json, "next", verdict.Next);
        json.WriteEndObject();
    }

    private static void Row(Utf8JsonWriter json, TopRow row)
    {
        json.WriteStartObject();
        Text(json, "name", MemberName.Short(row.Member));
        Text(json, "id", row.Member);
        Text(json, "what", row.Operation ?? "method");
        Text(json, "file", row.File);
        JsonOutput.Number(json, "line", row.Line);
        JsonOutput.Number(json, "calls", row.Calls);
        JsonOutput.Number(json, "own", row.Own);
        JsonOutput.Number(json, "total", row.Total);
        JsonOutput.Number(json, "share", row.Share);
        json.WriteEndObject();
    }

    private static void Type(Utf8JsonWriter json, EvidenceRecord type)
    {
        json.WriteStartObject();
        Text(json, "name", type.Key[2..]);
        foreach (var field in (string[])[Field.Bytes, Field.Count, Field.GrowthBytesPerMin])
            JsonOutput.Number(json, field, type.Number(field));

        json.WriteEndObject();
    }

    private static void Graph(Utf8JsonWriter json, CallTree all)
    {
        var tree = all.WithoutWaits();
        json.WriteStartObject();
        json.WriteNumber("waiting", Math.Round(all.Total - tree.Total, 3));
        Text(json, "title", ValueText.Title(tree.Kind));
        Text(json, "unit", ValueText.Unit(tree.Kind));
        json.WriteNumber("total", Math.Round(tree.Total, 3));
        json.WriteBoolean("cut", tree.IsCut);
        Nodes(json, "callees", CallGraph.Of(tree, new(0, NarrowestBar, Inverted: false)));
        Nodes(json, "callers", CallGraph.Of(tree, new(0, NarrowestBar, Inverted: true)));
        json.WriteEndObject();
    }

    // [parent, name, total, own], parents first: flat, so that depth is no matter.
    private static void Nodes(Utf8JsonWriter json, string name, GraphNode root)
    {
        json.WriteStartArray(name);
        var open = new Queue<(GraphNode Node, int Parent)>([(root, -1)]);
        var next = 0;
        while (open.TryDequeue(out var item))
        {
            json.WriteStartArray();
            json.WriteNumberValue(item.Parent);
            json.WriteStringValue(Sound(item.Node.Frame is { } frame ? frame.Name : "everything"));
            json.WriteNumberValue(Math.Round(item.Node.Total, 3));
            json.WriteNumberValue(Math.Round(item.Node.Own, 3));
            json.WriteEndArray();
            var number = next++;
            foreach (var child in item.Node.Children)
                open.Enqueue((child, number));
        }

        json.WriteEndArray();
    }

    private static void Trace(Utf8JsonWriter json, TraceSample trace)
    {
        json.WriteStartObject();
        Text(json, "endpoint", trace.Endpoint);
        JsonOutput.Number(json, "ms", trace.DurationMs);
        json.WriteNumber("hiddenSpans", Math.Max(0, trace.Spans.Count - MaxSpans));
        json.WriteStartArray("spans");
        foreach (var span in trace.Spans.Take(MaxSpans))
        {
            json.WriteStartObject();
            Text(json, "name", span.Name);
            Text(json, "operation", span.Operation);
            Text(json, "service", span.Service);
            JsonOutput.Number(json, "start", span.StartMs);
            JsonOutput.Number(json, "ms", span.DurationMs);
            json.WriteNumber("parent", span.Parent);
            json.WriteBoolean("repeated", span.IsRepeated);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Text(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
            json.WriteString(name, Sound(value));
    }

    // What would turn the direction of the text around it, or is half a character.
    private static string Sound(string text) => Terminal.Plain(text).Replace('\t', ' ');
}
