using System.Text.Json;
using PerfAnalyzers.Tool.Capturing;

namespace PerfAnalyzers.Tool.Importing.Formats;

/// <summary>HTTP archives (HAR 1.2), as browsers, proxies and test runners write them: requests with their durations, seen from the client.</summary>
internal sealed class HarFormat : ICaptureFormat
{
    public string Name => "har";

    public bool Recognizes(CaptureHead head) => head.Keys.Any(k => k is "log/entries" or "log/creator" || k.StartsWith("log/entries/", StringComparison.Ordinal));

    public void Read(CaptureInput input, Capture capture)
    {
        using var json = new JsonPull(input);
        var reader = new HarReader(json, capture);
        try
        {
            while (json.Read())
            {
                if (json.Token == JsonTokenType.PropertyName && json.Depth == 2 && json.Is("entries"u8))
                    reader.ReadEntries();
            }
        }
        finally
        {
            reader.Finish();
        }
    }
}
