using System.Text.Json;
using PerfAnalyzers.Tool.Capturing;

namespace PerfAnalyzers.Tool.Importing.Formats;

/// <summary>
/// Jaeger's JSON: what <c>/api/traces</c> answers and its page exports, one trace of it, or the spans that it stores in Elasticsearch, one a line.
/// </summary>
internal sealed class JaegerFormat : ICaptureFormat
{
    public string Name => "jaeger";

    public bool Recognizes(CaptureHead head) => head.Keys.Any(k => k is
        "data/[]/traceID" or "data/[]/spans" or "[]/traceID" or "[]/spans/[]/spanID" or "spans/[]/spanID" or "spans/[]/traceID" or "traceID" or "_source/traceID");

    public void Read(CaptureInput input, Capture capture)
    {
        using var json = new JsonPull(input);
        var reader = new JaegerReader(json, capture.Spans);
        while (json.Read())
        {
            if (json.Token == JsonTokenType.StartObject)
                reader.ReadObject();
        }
    }
}
