using System.Text.Json;
using PerfAnalyzers.Tool.Capturing;

namespace PerfAnalyzers.Tool.Importing.Formats;

/// <summary>
/// OTLP in JSON: one request, an array of them, or one a line as the collector's file exporter writes; also what Tempo and Jaeger answer with, where the same spans
/// lie in other envelopes.
/// </summary>
internal sealed class OtlpJsonFormat : ICaptureFormat
{
    public string Name => "otlp-json";

    public bool Recognizes(CaptureHead head) => head.Keys.Any(IsSpans) || (head.Keys.Any(IsOther) && head.Text.Contains("\"resourceSpans\"", StringComparison.Ordinal));

    public void Read(CaptureInput input, Capture capture)
    {
        using var json = new JsonPull(input);
        var reader = new OtlpJsonReader(json, capture.Spans);

        // Whatever is around them, the spans are where their name is.
        while (json.Read())
        {
            if (json.Token == JsonTokenType.PropertyName && OtlpNames.IsResourceSpans(json))
                reader.ReadResourceSpans();
        }
    }

    private static bool IsSpans(string key) => key is
        "resourceSpans" or "resource_spans" or "[]/resourceSpans" or "trace/resourceSpans" or "result/resourceSpans" or "batches/[]/scopeSpans" or
        "batches/[]/instrumentationLibrarySpans" or "trace/batches";

    // The collector writes all signals to one file if it is told to.
    private static bool IsOther(string key) => key is "resourceMetrics" or "resourceLogs";
}
