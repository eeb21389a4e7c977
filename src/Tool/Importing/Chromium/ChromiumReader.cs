using System.Text.Json;
using PerfAnalyzers.Tool.Capturing;
using PerfAnalyzers.Tool.Importing.Formats;
using PerfAnalyzers.Tool.Naming;

namespace PerfAnalyzers.Tool.Importing.Chromium;

/// <summary>Reads events in whatever order they come; frames that are named at the end of the file are kept as numbers until then.</summary>
internal sealed class ChromiumReader(JsonPull json, Capture capture)
{
    private const int MaxSlices = 20_000_000;

    private readonly Dictionary<(long Process, long Thread), ThreadSlices> _threads = [];
    private readonly Dictionary<(string Name, string? Frame), int> _numbers = [];
    private readonly List<(string Name, string? Frame)> _names = [];
    private readonly Dictionary<string, (string Name, string? Category, string? Parent)> _stackFrames = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _samples = new(StringComparer.Ordinal);
    private readonly SampledProfiles _profiles = new();
    private readonly FrameNames _frameNames = new();
    private (double First, double Last) _us = (double.PositiveInfinity, double.NegativeInfinity);
    private int _slices;

    /// <summary>An array of events.</summary>
    public void ReadEvents(int array)
    {
        while (json.NextElement(array))
        {
            if (json.Token == JsonTokenType.StartObject)
                ReadEvent();
        }
    }

    /// <summary>The property <c>stackFrames</c>.</summary>
    public void ReadStackFrames()
    {
        if (!json.EnterObject(out var depth))
            return;

        while (json.NextProperty(depth))
        {
            var id = json.GetString() ?? "";
            if (!json.EnterObject(out var frame))
                continue;

            (string name, string? category, string? parent) = ("", null, null);
            while (json.NextProperty(frame))
            {
                if (json.Is("name"u8))
                    name = json.ReadString() ?? "";
                else if (json.Is("category"u8))
                    category = json.ReadString();
                else if (json.Is("parent"u8))
                    parent = json.ReadString();
            }

            _stackFrames[id] = (name, category, parent);
        }
    }

    /// <summary>The property <c>samples</c>, as Hermes writes it: samples apart from the events.</summary>
    public void ReadSamples()
    {
        if (!json.EnterArray(out var array))
            return;

        while (json.NextElement(array))
        {
            if (json.Token != JsonTokenType.StartObject)
                continue;

            var depth = json.Depth;
            while (json.NextProperty(depth))
            {
                if (json.Is("sf"u8) && json.ReadString() is { } stackFrame)
                    _samples[stackFrame] = _samples.GetValueOrDefault(stackFrame) + 1;
            }
        }
    }

    /// <summary>Adds everything. Where there is a profile of functions, what the browser did besides is no part of it.</summary>
    public void Finish()
    {
        if (_profiles.Any)
        {
            capture.IsSampled = true;
            _profiles.AddTo(capture.Tree(ValueKind.WallMs));
        }
        else if (_threads.Count > 0)
        {
            var tree = new RawTree();
            foreach (var thread in _threads.Values)
                thread.AddTo(tree);

            tree.AddTo(capture.Tree(ValueKind.WallMs), n => FrameOf(_names[n]));
        }

        AddSamples();
        if (_us.Last > _us.First)
            capture.DurationMs ??= (_us.Last - _us.First) / 1000;
    }

    private void ReadEvent()
    {
        string? name = null, category = null, phase = null, id = null, stackFrame = null;
        double at = double.NaN, duration = double.NaN;
        long process = 0, thread = 0;
        ProfileChunk? chunk = null;
        var depth = json.Depth;
        while (json.NextProperty(depth))
        {
            if (json.Is("name"u8))
                name = json.ReadString();
            else if (json.Is("cat"u8))
                category = json.ReadString();
            else if (json.Is("ph"u8))
                phase = json.ReadString();
            else if (json.Is("ts"u8))
                at = json.ReadDouble() ?? double.NaN;
            else if (json.Is("dur"u8))
                duration = json.ReadDouble() ?? double.NaN;
            else if (json.Is("pid"u8))
                process = json.ReadInt64() ?? 0;
            else if (json.Is("tid"u8))
                thread = json.ReadInt64() ?? 0;
            else if (json.Is("id"u8))
                id = json.ReadString();
            else if (json.Is("sf"u8))
                stackFrame = json.ReadString();
            else if (json.Is("args"u8))
                chunk = ProfileChunkReader.Read(json) ?? chunk;
        }

        if (category == "sampleEvent")
            capture.IsSampled = true;

        if (name == "ProfileChunk" && chunk is not null)
            _profiles.Add($"{process}:{id}", chunk);
        else if (!double.IsNaN(at) && double.IsFinite(at))
            Add(phase, name, stackFrame, (process, thread), at, duration);
    }

    private void Add(string? phase, string? name, string? stackFrame, (long, long) thread, double at, double duration)
    {
        switch (phase)
        {
            case "B":
                Slice(thread, new(at, double.NaN, NumberOf(name ?? "(unnamed)", stackFrame), _slices));
                break;
            case "E":
                Slice(thread, new(at, double.NaN, -1, _slices));
                break;
            case "X":
                Slice(thread, new(at, double.IsFinite(duration) ? duration : 0, NumberOf(name ?? "(unnamed)", stackFrame), _slices));
                _us.Last = Math.Max(_us.Last, at + (double.IsFinite(duration) ? duration : 0));
                break;
            case "P" when stackFrame is not null:
                _samples[stackFrame] = _samples.GetValueOrDefault(stackFrame) + 1;
                break;
            default:
                return;
        }

        _us = (Math.Min(_us.First, at), Math.Max(_us.Last, at));
    }

    private void Slice((long, long) thread, TraceSlice slice)
    {
        if (_slices++ >= MaxSlices)
        {
            capture.Partial($"more than {MaxSlices:N0} events; the rest is left out");
            return;
        }

        if (!_threads.TryGetValue(thread, out var slices))
            _threads.Add(thread, slices = new());

        slices.Add(slice);
    }

    private int NumberOf(string name, string? stackFrame)
    {
        if (_numbers.TryGetValue((name, stackFrame), out var number))
            return number;

        _names.Add((name, stackFrame));
        _numbers.Add((name, stackFrame), _names.Count - 1);
        return _names.Count - 1;
    }

    private void AddSamples()
    {
        if (_samples.Count == 0)
            return;

        capture.IsSampled = true;
        var tree = capture.Tree(ValueKind.Samples);
        foreach (var (leaf, count) in _samples)
        {
            var stack = new List<int>();
            string? id = leaf;
            while (id is not null && stack.Count < 10_000 && _stackFrames.TryGetValue(id, out var frame))
            {
                stack.Add(tree.FrameIndex(FrameOf((frame.Name, id))));
                id = frame.Parent;
            }

            stack.Reverse();
            tree.Add(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(stack), count, count);
        }
    }

    // The category of a stack frame is the assembly, where a .NET profiler wrote it.
    private Frame FrameOf((string Name, string? Frame) key)
    {
        var module = key.Frame is { } id && _stackFrames.TryGetValue(id, out var known) && known.Category is { Length: > 0 } category ? category : null;
        var frame = _frameNames.DotNet(module is not null && !key.Name.Contains('!') ? $"{module}!{key.Name}" : key.Name);
        return frame.Member is null && frame.Module is null && !frame.IsArtifact ? frame with { Name = SliceName.Safe(key.Name) } : frame;
    }
}
