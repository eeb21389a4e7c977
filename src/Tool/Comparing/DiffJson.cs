using System.Text.Json;
using PerfAnalyzers.Tool.Reading;

namespace PerfAnalyzers.Tool.Comparing;

/// <summary>The comparison for programs.</summary>
internal static class DiffJson
{
    public static void Write(TextWriter output, Comparison comparison) => JsonOutput.Write(output, json =>
    {
        json.WriteString("before", comparison.Before.Name);
        json.WriteString("after", comparison.After.Name);
        json.WriteString("verdict", comparison.Verdict);
        json.WriteStartArray("endpoints");
        foreach (var endpoint in comparison.Endpoints)
        {
            json.WriteStartObject();
            json.WriteString("endpoint", endpoint.Key);
            Measures(json, endpoint);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("sites");
        foreach (var site in comparison.Sites)
        {
            json.WriteStartObject();
            json.WriteString("member", site.Key);
            json.WriteString("operation", site.Operation);
            json.WriteString("via", site.Via);
            json.WriteString("file", site.File);
            JsonOutput.Number(json, "line", site.Line);
            Measures(json, site);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("types");
        foreach (var type in comparison.Types)
        {
            json.WriteStartObject();
            json.WriteString("type", type.Key);
            Measures(json, type);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    });

    private static void Measures(Utf8JsonWriter json, Compared item)
    {
        json.WriteStartArray("measures");
        foreach (var measure in item.Measures)
        {
            json.WriteStartObject();
            json.WriteString("name", measure.Name);
            JsonOutput.Number(json, "before", measure.Before);
            JsonOutput.Number(json, "after", measure.After);
            JsonOutput.Number(json, "ratio", measure.Ratio);
            json.WriteString("verdict", VerdictText.Of(measure.Verdict));
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
