using PerfAnalyzers.Tool.Capturing;

namespace PerfAnalyzers.Tool.Importing.Formats;

/// <summary>
/// The file format of the speedscope viewer, as <c>dotnet-trace convert --format Speedscope</c> and many other profilers write it: evented and sampled profiles over
/// shared frames.
/// </summary>
internal sealed class SpeedscopeFormat : ICaptureFormat
{
    public string Name => "speedscope";

    public bool Recognizes(CaptureHead head) =>
        head.Keys.Contains("shared/frames") && (head.Keys.Contains("$schema") || head.Keys.Contains("profiles") || head.Text.Contains("speedscope", StringComparison.Ordinal));

    public void Read(CaptureInput input, Capture capture)
    {
        capture.IsSampled = true;
        using var json = new JsonPull(input);
        var reader = new SpeedscopeReader(json, capture);
        if (!json.EnterObject(out var depth))
            throw new CaptureException("expected a JSON object");

        while (json.NextProperty(depth))
        {
            if (json.Is("shared"u8))
                reader.ReadShared();
            else if (json.Is("profiles"u8))
                reader.ReadProfiles();
        }

        reader.Finish();
    }
}
