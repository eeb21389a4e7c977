using System.Text.Json;
using PerfAnalyzers.Tool.Capturing;

namespace PerfAnalyzers.Tool.Reporting;

/// <summary>Waterfalls in the report's data.</summary>
internal static class TraceJson
{
    /// <summary>Spans of one execution beyond these are only counted: a screen holds thirty.</summary>
    private const int MaxSpans = 5_000;

    private const int MaxTraces = 30;

    public static void Write(Utf8JsonWriter json, IEnumerable<TraceSample> traces)
    {
        json.WriteStartArray("traces");
        foreach (var trace in traces.OrderByDescending(t => t.DurationMs).Take(MaxTraces))
        {
            json.WriteStartObject();
            DataText.Write(json, "endpoint", trace.Endpoint);
            json.WriteNumber("ms", Math.Round(trace.DurationMs, 3));
            json.WriteNumber("hidden", Math.Max(0, trace.Spans.Count - MaxSpans));
            json.WriteStartArray("spans");
            foreach (var span in trace.Spans.Take(MaxSpans))
                Write(json, span);

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, TraceSpan span)
    {
        json.WriteStartObject();
        DataText.Write(json, "name", span.Name);
        DataText.Write(json, "operation", span.Operation);
        DataText.Write(json, "service", span.Service);

        // As captured: a bare name says where to look, and no directory of another machine is handed on.
        if (span.Place.File is { Length: > 0 } file)
            DataText.Write(json, "file", file[(file.LastIndexOfAny(['/', '\\']) + 1)..]);
        if (span.Place.Line is > 0 and { } line)
            json.WriteNumber("line", line);

        json.WriteNumber("start", Math.Round(span.StartMs, 3));
        json.WriteNumber("ms", Math.Round(span.DurationMs, 3));
        json.WriteNumber("parent", span.Parent);
        if (span.IsRepeated)
            json.WriteBoolean("repeated", true);

        json.WriteEndObject();
    }
}
