using System.Text.Json;
using PerfAnalyzers.Collector.Symbols;
using PerfAnalyzers.EvidenceFormat;
using PerfAnalyzers.Tool.Commands;
using PerfAnalyzers.Tool.Listing;

namespace PerfAnalyzers.Tool.Reporting;

/// <summary>A profile in the report's data: its header, verdicts, lists and graphs.</summary>
internal static class ProfileJson
{
    /// <summary>Rows of a list beyond these are only counted.</summary>
    private const int MaxRows = 200;

    private static readonly string[] s_endpointFields =
        [Field.Count, Field.P50Ms, Field.P95Ms, Field.P99Ms, Field.CpuMs, Field.IoMs, Field.RoundTrips, Field.MaxRoundTrips, Field.AllocatedBytes];

    public static void Write(Utf8JsonWriter json, MeasuredProfile measured)
    {
        var profile = measured.Profile;
        var list = FlatList.Of(profile, TopSort.Of("own"), MaxRows);
        var hasStacks = measured.Capture?.Trees.Any(t => t.Nodes.Count > 0) ?? false;
        json.WriteStartObject();
        DataText.Write(json, "name", profile.Name);
        json.WriteStartObject("header");
        foreach (var field in profile.Header.Fields)
            DataText.Write(json, field.Key, field.Value);

        json.WriteEndObject();
        json.WriteStartArray("remarks");
        foreach (var remark in measured.Capture?.Remarks ?? [])
            json.WriteStringValue(DataText.Sound(remark));

        json.WriteEndArray();
        Endpoints(json, profile, hasStacks);
        if (Headline.Of(list) is { } headline)
        {
            json.WriteStartObject("headline");
            DataText.Write(json, "text", headline.Text);
            DataText.Write(json, "next", headline.Next);
            json.WriteEndObject();
        }

        DataText.Write(json, "unit", list.Unit.Name);
        DataText.Write(json, "measures", list.Unit.Measures);
        Table(json, "rows", list.Rows, list.Hidden, Row);
        Records(json, "statements", profile.OfKind(RecordKind.Statement), Field.TotalMs, [Field.Operation], [Field.Calls, Field.TotalMs, Field.MaxMs, Field.Rows]);
        Records(json, "plans", profile.OfKind(RecordKind.Plan), Field.RowsRead, [Field.Node, Field.Relation, Field.Column, Field.File], [Field.Line, Field.Calls, Field.RowsRead, Field.RowsKept, Field.TotalMs]);
        Records(json, "types", profile.OfKind(RecordKind.Type), Field.Bytes, [], [Field.Bytes, Field.Count, Field.GrowthBytesPerMin]);
        StackJson.Write(json, measured.Capture?.Trees ?? []);
        TraceJson.Write(json, measured.Capture?.Traces ?? []);
        json.WriteEndObject();
    }

    private static void Endpoints(Utf8JsonWriter json, EvidenceProfile profile, bool hasStacks)
    {
        var verdicts = new EndpointVerdicts(profile, hasStacks);
        json.WriteStartArray("endpoints");
        foreach (var endpoint in profile.OfKind(RecordKind.Endpoint).OrderByDescending(EndpointVerdicts.TotalMs).ThenBy(e => e.Key, StringComparer.Ordinal))
        {
            var verdict = verdicts.Of(endpoint);
            json.WriteStartObject();
            DataText.Write(json, "name", endpoint.Key);
            foreach (var field in s_endpointFields)
                Number(json, field, endpoint.Number(field));

            Number(json, "allMs", EndpointVerdicts.TotalMs(endpoint));
            DataText.Write(json, "verdict", verdict.Word);
            Number(json, "ioShare", verdict.IoShare);
            DataText.Write(json, "next", verdict.Next);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Row(Utf8JsonWriter json, TopRow row)
    {
        DataText.Write(json, "name", MemberName.Short(row.Member));
        DataText.Write(json, "id", row.Member);
        DataText.Write(json, "what", row.Operation ?? "method");
        DataText.Write(json, "file", row.File);
        Number(json, "line", row.Line);
        Number(json, "calls", row.Calls);
        Number(json, "own", row.Own);
        Number(json, "total", row.Total);
        Number(json, "share", row.Share);
    }

    private static void Records(Utf8JsonWriter json, string name, IEnumerable<EvidenceRecord> records, string order, string[] texts, string[] numbers)
    {
        var sorted = records.OrderByDescending(r => r.Number(order) ?? 0).ThenBy(r => r.Key, StringComparer.Ordinal).ToList();
        Table(json, name, [.. sorted.Take(MaxRows)], Math.Max(0, sorted.Count - MaxRows), (_, record) =>
        {
            DataText.Write(json, "name", record.Kind == RecordKind.Statement ? record.Key : record.Kind == RecordKind.Type ? record.Key[(record.Key.IndexOf(':') + 1)..] : MemberName.Short(record.Key));
            foreach (var field in texts)
                DataText.Write(json, field, record[field]);
            foreach (var field in numbers)
                Number(json, field, record.Number(field));
        });
    }

    private static void Table<T>(Utf8JsonWriter json, string name, IReadOnlyList<T> rows, int hidden, Action<Utf8JsonWriter, T> write)
    {
        json.WriteStartObject(name);
        json.WriteNumber("hidden", hidden);
        json.WriteStartArray("rows");
        foreach (var row in rows)
        {
            json.WriteStartObject();
            write(json, row);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Number(Utf8JsonWriter json, string name, double? value)
    {
        if (value is not null)
            json.WriteNumber(name, Math.Round(value.Value, 5));
    }
}
