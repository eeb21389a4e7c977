using System.Text.Json;
using PerfAnalyzers.Tool.Capturing;
using PerfAnalyzers.Tool.Naming;

namespace PerfAnalyzers.Tool.Importing.Formats;

/// <summary>Reads the parts of a speedscope document in whatever order they come: profiles before their frames are kept as numbers until the frames are known.</summary>
internal sealed class SpeedscopeReader(JsonPull json, Capture capture)
{
    private const int MaxFrames = 5_000_000;

    private readonly FrameNames _names = new();
    private readonly List<Frame> _frames = [];
    private readonly Dictionary<ValueKind, RawTree> _trees = [];
    private double _longestMs;

    /// <summary>The property <c>shared</c>.</summary>
    public void ReadShared()
    {
        if (!json.EnterObject(out var depth))
            return;

        while (json.NextProperty(depth))
        {
            if (!json.Is("frames"u8) || !json.EnterArray(out var array))
                continue;

            while (json.NextElement(array))
                _frames.Add(ReadFrame());
        }
    }

    /// <summary>The property <c>profiles</c>.</summary>
    public void ReadProfiles()
    {
        if (!json.EnterArray(out var array))
            return;

        while (json.NextElement(array))
        {
            if (json.Token == JsonTokenType.StartObject)
                ReadProfile();
        }
    }

    /// <summary>Gives the stacks their frames.</summary>
    public void Finish()
    {
        foreach (var (kind, raw) in _trees)
            raw.AddTo(capture.Tree(kind), Frame);

        capture.DurationMs ??= _longestMs > 0 ? _longestMs : null;
    }

    private Frame Frame(int number) => number < _frames.Count ? _frames[number] : throw new CaptureException($"a stack refers to frame {number}, which is not in the file");

    private Frame ReadFrame()
    {
        string? name = null, file = null;
        int? line = null;
        if (json.Token == JsonTokenType.StartObject)
        {
            var depth = json.Depth;
            while (json.NextProperty(depth))
            {
                if (json.Is("name"u8))
                    name = json.ReadString();
                else if (json.Is("file"u8))
                    file = json.ReadString();
                else if (json.Is("line"u8))
                    line = json.ReadInt64() is > 0 and < int.MaxValue and var number ? (int)number : null;
            }
        }

        if (_frames.Count >= MaxFrames)
            throw new CaptureException($"more than {MaxFrames} frames");

        var frame = _names.DotNet(name ?? "(unknown)");
        return frame with { File = file, Line = line, IsUser = frame.IsUser || (file is not null && frame.Member is null) };
    }

    private void ReadProfile()
    {
        var profile = new RawProfile();
        var depth = json.Depth;
        while (json.NextProperty(depth))
        {
            if (json.Is("unit"u8))
                profile.Unit = json.ReadString() ?? "";
            else if (json.Is("type"u8))
                profile.IsEvented = json.ReadString() == "evented";
            else if (json.Is("startValue"u8))
                profile.Start = json.ReadDouble() ?? 0;
            else if (json.Is("endValue"u8))
                profile.End = json.ReadDouble() ?? 0;
            else if (json.Is("events"u8))
                ReadEvents(profile);
            else if (json.Is("samples"u8))
                ReadSamples(profile);
            else if (json.Is("weights"u8))
                ReadWeights(profile);
        }

        profile.Finish();
        var (kind, factor) = UnitOf(profile.Unit);
        if (!_trees.TryGetValue(kind, out var tree))
            _trees.Add(kind, tree = new());

        tree.Add(profile.Tree, factor);
        if (kind == ValueKind.WallMs)
            _longestMs = Math.Max(_longestMs, (profile.End - profile.Start) * factor);
    }

    private void ReadEvents(RawProfile profile)
    {
        if (!json.EnterArray(out var array))
            return;

        while (json.NextElement(array))
        {
            if (json.Token != JsonTokenType.StartObject)
                continue;

            var (isOpen, frame, at) = (false, -1, double.NaN);
            var depth = json.Depth;
            while (json.NextProperty(depth))
            {
                if (json.Is("type"u8))
                    isOpen = json.ReadString() == "O";
                else if (json.Is("frame"u8))
                    frame = (int)(json.ReadInt64() is >= 0 and < MaxFrames and var number ? number : -1);
                else if (json.Is("at"u8))
                    at = json.ReadDouble() ?? double.NaN;
            }

            if (frame < 0 || double.IsNaN(at))
                throw new CaptureException("an event has no frame or no time");

            profile.Event(isOpen, frame, at);
        }
    }

    private void ReadSamples(RawProfile profile)
    {
        if (!json.EnterArray(out var array))
            return;

        var stack = new List<int>();
        while (json.NextElement(array))
        {
            stack.Clear();
            if (json.Token == JsonTokenType.StartArray)
            {
                var inner = json.Depth;
                while (json.NextElement(inner))
                    stack.Add(json.GetInt64() is >= 0 and < MaxFrames and var number ? (int)number : throw new CaptureException("a sample holds something else than frame numbers"));
            }

            profile.Sample(stack);
        }
    }

    private void ReadWeights(RawProfile profile)
    {
        if (!json.EnterArray(out var array))
            return;

        while (json.NextElement(array))
            profile.Weights.Add(json.GetDouble() is >= 0 and var weight ? weight : 0);
    }

    private static (ValueKind Kind, double Factor) UnitOf(string unit) => unit switch
    {
        "nanoseconds" => (ValueKind.WallMs, 1e-6),
        "microseconds" => (ValueKind.WallMs, 1e-3),
        "milliseconds" => (ValueKind.WallMs, 1),
        "seconds" => (ValueKind.WallMs, 1e3),
        "bytes" => (ValueKind.AllocatedBytes, 1),
        _ => (ValueKind.Samples, 1),
    };
}
