using System.Text.Json;
using PerfAnalyzers.Tool.Capturing;

namespace PerfAnalyzers.Tool.Importing.Formats;

/// <summary>Zipkin's JSON, version 2: a list of spans, as it is posted and as <c>/api/v2/trace</c> answers, or a list of such lists, as <c>/api/v2/traces</c> does.</summary>
internal sealed class ZipkinFormat : ICaptureFormat
{
    private static readonly string[] s_listed = ["[]/", "[]/[]/"];
    private static readonly string[] s_own = ["timestamp", "duration", "kind", "localEndpoint", "parentId", "tags"];

    public string Name => "zipkin";

    public bool Recognizes(CaptureHead head) =>
        s_listed.Any(p => head.Keys.Contains(p + "traceId") && head.Keys.Contains(p + "id") && s_own.Any(k => head.Keys.Contains(p + k)));

    public void Read(CaptureInput input, Capture capture)
    {
        using var json = new JsonPull(input);
        var reader = new ZipkinReader(json, capture.Spans);
        while (json.Read())
        {
            if (json.Token == JsonTokenType.StartObject)
                reader.ReadSpan();
        }
    }
}
