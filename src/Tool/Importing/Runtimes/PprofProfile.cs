using System.Text;
using Google.Protobuf;
using PerfAnalyzers.Tool.Capturing;
using PerfAnalyzers.Tool.Naming;

namespace PerfAnalyzers.Tool.Importing.Runtimes;

/// <summary>The message <c>perftools.profiles.Profile</c>, by its field numbers.</summary>
internal sealed class PprofProfile
{
    private readonly List<string> _strings = [];
    private readonly List<(long Type, long Unit)> _types = [];
    private readonly List<(List<ulong> Locations, List<long> Values)> _samples = [];
    private readonly Dictionary<ulong, List<(ulong Function, long Line)>> _locations = [];
    private readonly Dictionary<ulong, ulong> _mappingOf = [];
    private readonly Dictionary<ulong, long> _mappings = [];
    private readonly Dictionary<ulong, (long Name, long File, long Line)> _functions = [];
    private readonly FrameNames _names = new();
    private readonly Dictionary<(ulong Function, long Line), Frame> _frames = [];
    private long _timeNanos;
    private long _durationNanos;

    /// <summary>Reads the message; throws <see cref="InvalidProtocolBufferException"/> where it is damaged.</summary>
    public void Read(byte[] message)
    {
        var input = new CodedInputStream(message);
        uint tag;
        while ((tag = input.ReadTag()) != 0)
        {
            switch (tag)
            {
                case (1 << 3) | 2:
                    _types.Add(Pair(input.ReadBytes()));
                    break;
                case (2 << 3) | 2:
                    Sample(input.ReadBytes());
                    break;
                case (3 << 3) | 2:
                    Mapping(input.ReadBytes());
                    break;
                case (4 << 3) | 2:
                    Location(input.ReadBytes());
                    break;
                case (5 << 3) | 2:
                    Function(input.ReadBytes());
                    break;
                case (6 << 3) | 2:
                    _strings.Add(Encoding.UTF8.GetString(input.ReadBytes().Span));
                    break;
                case 9 << 3:
                    _timeNanos = input.ReadInt64();
                    break;
                case 10 << 3:
                    _durationNanos = input.ReadInt64();
                    break;
                default:
                    input.SkipLastField();
                    break;
            }
        }
    }

    /// <summary>Adds what was read.</summary>
    public void AddTo(Capture capture)
    {
        if (_strings.Count == 0)
            return;

        capture.IsSampled = true;
        if (_durationNanos > 0)
            capture.DurationMs = _durationNanos / 1e6;
        if (_timeNanos is > 0 and < 7_000_000_000_000_000_000)
            capture.CapturedAt = DateTimeOffset.UnixEpoch.AddTicks(_timeNanos / 100);

        var columns = Columns();
        var trees = columns.Select(c => c.Kind is { } kind ? capture.Tree(kind) : null).ToList();
        foreach (var (locations, values) in _samples)
        {
            for (var i = 0; i < columns.Count && i < values.Count; i++)
            {
                if (trees[i] is { } tree && values[i] > 0)
                    tree.Add(Stack(tree, locations), values[i] * columns[i].Factor, Count(columns, values, i));
            }
        }
    }

    // Where a file counts samples and measures time as well, the time says more; of heap columns both allocated and held are kept.
    private List<(ValueKind? Kind, double Factor, string Type)> Columns()
    {
        var columns = _types.Select(t => Column(Text(t.Type), Text(t.Unit))).ToList();
        if (columns.Exists(c => c.Kind is not null and not ValueKind.Samples))
            columns = [.. columns.Select(c => c.Kind == ValueKind.Samples ? (null, c.Factor, c.Type) : c)];

        var seen = new HashSet<ValueKind>();
        return [.. columns.Select(c => c.Kind is { } kind && !seen.Add(kind) ? (null, c.Factor, c.Type) : c)];
    }

    private static (ValueKind? Kind, double Factor, string Type) Column(string type, string unit) => unit switch
    {
        "nanoseconds" => (type.Contains("cpu", StringComparison.OrdinalIgnoreCase) ? ValueKind.CpuMs : ValueKind.WallMs, 1e-6, type),
        "microseconds" => (type.Contains("cpu", StringComparison.OrdinalIgnoreCase) ? ValueKind.CpuMs : ValueKind.WallMs, 1e-3, type),
        "milliseconds" => (type.Contains("cpu", StringComparison.OrdinalIgnoreCase) ? ValueKind.CpuMs : ValueKind.WallMs, 1, type),
        "seconds" => (type.Contains("cpu", StringComparison.OrdinalIgnoreCase) ? ValueKind.CpuMs : ValueKind.WallMs, 1e3, type),
        "bytes" => (type.StartsWith("inuse", StringComparison.Ordinal) || type.Contains("live", StringComparison.Ordinal) ? ValueKind.RetainedBytes : ValueKind.AllocatedBytes, 1, type),
        _ => (ValueKind.Samples, 1, type),
    };

    // alloc_objects stands before alloc_space, samples before cpu.
    private static long Count(List<(ValueKind? Kind, double Factor, string Type)> columns, List<long> values, int i) =>
        i > 0 && columns[i - 1].Kind is null ? Math.Max(0, values[i - 1]) : 1;

    private ReadOnlySpan<int> Stack(CallTree tree, List<ulong> locations)
    {
        var stack = new List<int>();
        for (var i = locations.Count - 1; i >= 0; i--)
        {
            if (!_locations.TryGetValue(locations[i], out var lines))
                continue;

            if (lines.Count == 0)
                stack.Add(tree.FrameIndex(new(Unnamed(locations[i]))));

            // Inlined functions come before those they were inlined into.
            for (var n = lines.Count - 1; n >= 0; n--)
                stack.Add(tree.FrameIndex(FrameOf(lines[n])));
        }

        return System.Runtime.InteropServices.CollectionsMarshal.AsSpan(stack);
    }

    private Frame FrameOf((ulong Function, long Line) line)
    {
        var key = (line.Function, 0L);
        if (_frames.TryGetValue(key, out var known))
            return known;

        var (name, file, start) = _functions.GetValueOrDefault(line.Function);
        var path = Text(file);
        var text = Text(name);
        var frame = _names.DotNet(text.Length == 0 ? "(unknown)" : text);
        return _frames[key] = frame with { File = path.Length == 0 ? null : path, Line = start is > 0 and < int.MaxValue ? (int)start : null, IsUser = frame.IsUser || path.Length > 0 };
    }

    // Code without symbols, by the file it was loaded from.
    private string Unnamed(ulong location)
    {
        var file = _mappingOf.TryGetValue(location, out var mapping) ? Text(_mappings.GetValueOrDefault(mapping)) : "";
        return file.Length == 0 ? "(unknown)" : $"[{file[(file.LastIndexOf('/') + 1)..].Trim('[', ']')}]";
    }

    private string Text(long index) => index >= 0 && index < _strings.Count ? _strings[(int)index] : "";

    private static (long, long) Pair(ByteString bytes)
    {
        var input = bytes.CreateCodedInput();
        var (type, unit) = (0L, 0L);
        uint tag;
        while ((tag = input.ReadTag()) != 0)
        {
            if (tag == 1 << 3)
                type = input.ReadInt64();
            else if (tag == 2 << 3)
                unit = input.ReadInt64();
            else
                input.SkipLastField();
        }

        return (type, unit);
    }

    private void Sample(ByteString bytes)
    {
        var input = bytes.CreateCodedInput();
        var (locations, values) = (new List<ulong>(), new List<long>());
        uint tag;
        while ((tag = input.ReadTag()) != 0)
        {
            switch (tag)
            {
                case 1 << 3: locations.Add(input.ReadUInt64()); break;
                case 2 << 3: values.Add(input.ReadInt64()); break;
                case (1 << 3) | 2: Packed(input, i => locations.Add(i.ReadUInt64())); break;
                case (2 << 3) | 2: Packed(input, i => values.Add(i.ReadInt64())); break;
                default: input.SkipLastField(); break;
            }
        }

        _samples.Add((locations, values));
    }

    private static void Packed(CodedInputStream input, Action<CodedInputStream> read)
    {
        var inner = input.ReadBytes().CreateCodedInput();
        while (!inner.IsAtEnd)
            read(inner);
    }

    private void Location(ByteString bytes)
    {
        var input = bytes.CreateCodedInput();
        var id = 0UL;
        var mapping = 0UL;
        var lines = new List<(ulong, long)>();
        uint tag;
        while ((tag = input.ReadTag()) != 0)
        {
            if (tag == 1 << 3)
                id = input.ReadUInt64();
            else if (tag == 2 << 3)
                mapping = input.ReadUInt64();
            else if (tag == ((4 << 3) | 2))
                lines.Add(Line(input.ReadBytes()));
            else
                input.SkipLastField();
        }

        _locations[id] = lines;
        _mappingOf[id] = mapping;
    }

    private void Mapping(ByteString bytes)
    {
        var input = bytes.CreateCodedInput();
        var (id, file) = (0UL, 0L);
        uint tag;
        while ((tag = input.ReadTag()) != 0)
        {
            if (tag == 1 << 3)
                id = input.ReadUInt64();
            else if (tag == 5 << 3)
                file = input.ReadInt64();
            else
                input.SkipLastField();
        }

        _mappings[id] = file;
    }

    private static (ulong Function, long Line) Line(ByteString bytes)
    {
        var input = bytes.CreateCodedInput();
        var (function, line) = (0UL, 0L);
        uint tag;
        while ((tag = input.ReadTag()) != 0)
        {
            if (tag == 1 << 3)
                function = input.ReadUInt64();
            else if (tag == 2 << 3)
                line = input.ReadInt64();
            else
                input.SkipLastField();
        }

        return (function, line);
    }

    private void Function(ByteString bytes)
    {
        var input = bytes.CreateCodedInput();
        var id = 0UL;
        var (name, file, start) = (0L, 0L, 0L);
        uint tag;
        while ((tag = input.ReadTag()) != 0)
        {
            switch (tag)
            {
                case 1 << 3: id = input.ReadUInt64(); break;
                case 2 << 3: name = input.ReadInt64(); break;
                case 4 << 3: file = input.ReadInt64(); break;
                case 5 << 3: start = input.ReadInt64(); break;
                default: input.SkipLastField(); break;
            }
        }

        _functions[id] = (name, file, start);
    }
}
