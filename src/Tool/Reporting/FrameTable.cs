using System.Text.Json;
using PerfAnalyzers.Tool.Capturing;

namespace PerfAnalyzers.Tool.Reporting;

/// <summary>The functions that a graph's places are of, each written once.</summary>
internal sealed class FrameTable
{
    private readonly Dictionary<(string, string?), int> _numbers = [];
    private readonly List<Frame> _frames = [];

    public int Number(Frame frame)
    {
        if (_numbers.TryGetValue((frame.Name, frame.File), out var number))
            return number;

        _frames.Add(frame);
        _numbers.Add((frame.Name, frame.File), _frames.Count - 1);
        return _frames.Count - 1;
    }

    /// <summary>Names, places, and which are the program's own where the capture tells them from its libraries.</summary>
    public void Write(Utf8JsonWriter json)
    {
        Texts(json, "names", f => f.Name);
        Texts(json, "places", Place);
        json.WriteStartArray("own");
        foreach (var frame in _frames)
            json.WriteNumberValue(frame.IsUser || frame.Member is not null ? 1 : 0);

        json.WriteEndArray();
    }

    private void Texts(Utf8JsonWriter json, string name, Func<Frame, string> text)
    {
        json.WriteStartArray(name);
        foreach (var frame in _frames)
            json.WriteStringValue(DataText.Sound(text(frame)));

        json.WriteEndArray();
    }

    // As captured, without the directories of the machine it was captured on.
    private static string Place(Frame frame)
    {
        var file = frame.File is { Length: > 0 } path ? path[(path.LastIndexOfAny(['/', '\\']) + 1)..] : frame.Module ?? "";
        return frame.File is not null && frame.Line > 0 ? $"{file}:{frame.Line}" : file;
    }
}
