using System.Text.Json;
using PerfAnalyzers.EvidenceFormat;
using PerfAnalyzers.Tool.Reading;

namespace PerfAnalyzers.Tool.Listing;

/// <summary>The flat list for programs.</summary>
internal static class TopJson
{
    public static void Write(TextWriter output, IEnumerable<FlatList> lists) => JsonOutput.Write(output, json =>
    {
        json.WriteStartArray("profiles");
        foreach (var list in lists)
        {
            json.WriteStartObject();
            json.WriteString("profile", list.Profile.Name);
            JsonOutput.Number(json, "roots", list.Profile.Header.Number(Field.Roots));
            JsonOutput.Number(json, "rootMs", list.Profile.Header.Number(Field.RootMs));
            json.WriteString("unit", list.Unit.Name);
            json.WriteString("measures", list.Unit.Measures);
            var suffix = list.Unit == FlatUnit.Time ? "Ms" : list.Unit == FlatUnit.Samples ? "Samples" : "Bytes";
            JsonOutput.Number(json, "own" + suffix, list.Whole);
            json.WriteStartArray("rows");
            foreach (var row in list.Rows)
                Write(json, row, suffix);

            json.WriteEndArray();
            json.WriteNumber("hiddenRows", list.Hidden);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    });

    private static void Write(Utf8JsonWriter json, TopRow row, string suffix)
    {
        json.WriteStartObject();
        json.WriteString("member", row.Member);
        json.WriteString("operation", row.Operation);
        json.WriteString("file", row.File);
        JsonOutput.Number(json, "line", row.Line);
        JsonOutput.Number(json, "calls", row.Calls);
        JsonOutput.Number(json, "own" + suffix, row.Own);
        JsonOutput.Number(json, "total" + suffix, row.Total);
        JsonOutput.Number(json, $"own{suffix}PerCall", row.OwnPerCall);
        JsonOutput.Number(json, $"total{suffix}PerCall", row.TotalPerCall);
        JsonOutput.Number(json, "percent", row.Share * 100);
        json.WriteBoolean("sampled", row.Sampled);
        json.WriteEndObject();
    }
}
