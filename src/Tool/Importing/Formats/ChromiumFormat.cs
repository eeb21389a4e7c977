using System.Text.Json;
using PerfAnalyzers.Tool.Capturing;
using PerfAnalyzers.Tool.Importing.Chromium;

namespace PerfAnalyzers.Tool.Importing.Formats;

/// <summary>
/// The trace event format of Chromium's <c>about:tracing</c>: what the DevTools' performance panel saves, <c>dotnet-trace convert --format Chromium</c>, Node's trace
/// events, and many tools that want their slices shown by Perfetto.
/// </summary>
internal sealed class ChromiumFormat : ICaptureFormat
{
    public string Name => "chromium";

    public bool Recognizes(CaptureHead head) =>
        head.Keys.Contains("traceEvents") || (head.Keys.Contains("[]/ph") && (head.Keys.Contains("[]/ts") || head.Keys.Contains("[]/pid"))) ||
        (head.Keys.Contains("metadata") && head.Text.Contains("\"traceEvents\"", StringComparison.Ordinal));

    public void Read(CaptureInput input, Capture capture)
    {
        using var json = new JsonPull(input);
        var reader = new ChromiumReader(json, capture);
        try
        {
            ReadDocument(json, reader);
        }
        finally
        {
            reader.Finish();
        }
    }

    private static void ReadDocument(JsonPull json, ChromiumReader reader)
    {
        if (!json.Read())
            return;

        var depth = json.Depth;
        if (json.Token == JsonTokenType.StartArray)
        {
            ReadOpenArray(json, reader, depth);
            return;
        }

        if (json.Token != JsonTokenType.StartObject)
            throw new CaptureException("expected a JSON object or array");

        while (json.NextProperty(depth))
        {
            if (json.Is("traceEvents"u8) && json.Read() && json.Token == JsonTokenType.StartArray)
                reader.ReadEvents(json.Depth);
            else if (json.Is("stackFrames"u8))
                reader.ReadStackFrames();
            else if (json.Is("samples"u8))
                reader.ReadSamples();
        }
    }

    // The bracket at the end of an array of events may be missing: a program that crashed writes none.
    private static void ReadOpenArray(JsonPull json, ChromiumReader reader, int depth)
    {
        try
        {
            reader.ReadEvents(depth);
        }
        catch (CaptureException) when (json.Depth == depth)
        {
        }
    }
}
