using PerfAnalyzers.Tool.Capturing;

namespace PerfAnalyzers.Tool.Importing.Formats;

/// <summary>The JSON of Pyroscope's <c>/render</c>: a flame graph as rows of bars, which is all that is left of the stacks.</summary>
internal sealed class FlamebearerFormat : ICaptureFormat
{
    public string Name => "flamebearer";

    public bool Recognizes(CaptureHead head) => head.Keys.Contains("flamebearer/names") || head.Keys.Contains("flamebearer/levels") || head.Keys.Contains("flamebearer");

    public void Read(CaptureInput input, Capture capture)
    {
        using var json = new JsonPull(input);
        var reader = new FlamebearerReader(json);
        if (!json.EnterObject(out var depth))
            throw new CaptureException("expected a JSON object");

        while (json.NextProperty(depth))
        {
            if (json.Is("flamebearer"u8))
                reader.ReadGraph();
            else if (json.Is("metadata"u8))
                reader.ReadMetadata();
        }

        reader.AddTo(capture);
    }
}
