using System.Text;
using PerfAnalyzers.Tool.Capturing;
using PerfAnalyzers.Tool.Naming;

namespace PerfAnalyzers.Tool.Importing.Runtimes;

/// <summary>The message <c>perftools.profiles.Profile</c>, by its field numbers.</summary>
internal sealed class PprofProfile
{
    private const long MaxLength = 1_000_000_000;

    private readonly List<string> _strings = [];
    private readonly List<(long Type, long Unit)> _types = [];
    private readonly List<(List<ulong> Locations, List<long> Values)> _samples = [];
    private readonly Dictionary<ulong, List<(ulong Function, long Line)>> _locations = [];
    private readonly Dictionary<ulong, ulong> _mappingOf = [];
    private readonly Dictionary<ulong, long> _mappings = [];
    private readonly Dictionary<ulong, (long Name, long File, long Line)> _functions = [];
    private readonly FrameNames _names = new();
    private readonly Dictionary<ulong, Frame> _frames = [];
    private long _timeNanos;
    private long _durationNanos;

    /// <summary>Reads the message.</summary>
    public void Read(Stream message)
    {
        var proto = new ProtoPull(message);
        while (proto.NextField(long.MaxValue))
        {
            if (proto.Position > MaxLength)
                throw new CaptureException($"larger than {MaxLength / 1_000_000} MB, which is the most for this format");

            switch (proto.Field)
            {
                case 1:
                    _types.Add(Pair(proto));
                    break;
                case 2:
                    Sample(proto);
                    break;
                case 3:
                    Mapping(proto);
                    break;
                case 4:
                    Location(proto);
                    break;
                case 5:
                    Function(proto);
                    break;
                case 6:
                    _strings.Add(Encoding.UTF8.GetString(proto.Bytes(long.MaxValue)));
                    break;
                case 9:
                    _timeNanos = (long)proto.Number(long.MaxValue);
                    break;
                case 10:
                    _durationNanos = (long)proto.Number(long.MaxValue);
                    break;
                default:
                    proto.Skip(long.MaxValue);
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
        if (_frames.TryGetValue(line.Function, out var known))
            return known;

        var (name, file, start) = _functions.GetValueOrDefault(line.Function);
        var path = Text(file);
        var text = Text(name);
        var frame = _names.DotNet(text.Length == 0 ? "(unknown)" : text);
        return _frames[line.Function] = frame with { File = path.Length == 0 ? null : path, Line = start is > 0 and < int.MaxValue ? (int)start : null, IsUser = frame.IsUser || path.Length > 0 };
    }

    // Code without symbols, by the file it was loaded from.
    private string Unnamed(ulong location)
    {
        var file = _mappingOf.TryGetValue(location, out var mapping) ? Text(_mappings.GetValueOrDefault(mapping)) : "";
        return file.Length == 0 ? "(unknown)" : $"[{file[(file.LastIndexOf('/') + 1)..].Trim('[', ']')}]";
    }

    private string Text(long index) => index >= 0 && index < _strings.Count ? _strings[(int)index] : "";

    private static (long, long) Pair(ProtoPull proto)
    {
        var end = proto.Enter(long.MaxValue);
        var (first, second) = (0L, 0L);
        while (proto.NextField(end))
        {
            if (proto.Field == 1)
                first = (long)proto.Number(end);
            else if (proto.Field == 2)
                second = (long)proto.Number(end);
            else
                proto.Skip(end);
        }

        return (first, second);
    }

    private void Sample(ProtoPull proto)
    {
        var end = proto.Enter(long.MaxValue);
        var (locations, values) = (new List<ulong>(), new List<long>());
        while (proto.NextField(end))
        {
            if (proto.Field == 1)
                Numbers(proto, end, locations.Add);
            else if (proto.Field == 2)
                Numbers(proto, end, v => values.Add((long)v));
            else
                proto.Skip(end);
        }

        _samples.Add((locations, values));
    }

    // One number, or many of them packed into one field.
    private static void Numbers(ProtoPull proto, long end, Action<ulong> add)
    {
        if (proto.Wire != ProtoWire.Bytes)
        {
            add(proto.Number(end));
            return;
        }

        var packed = proto.Enter(end);
        while (proto.Position < packed)
            add(proto.Varint());
    }

    private void Location(ProtoPull proto)
    {
        var end = proto.Enter(long.MaxValue);
        var (id, mapping) = (0UL, 0UL);
        var lines = new List<(ulong, long)>();
        while (proto.NextField(end))
        {
            if (proto.Field == 1)
                id = proto.Number(end);
            else if (proto.Field == 2)
                mapping = proto.Number(end);
            else if (proto.Field == 4)
                lines.Add(Line(proto, end));
            else
                proto.Skip(end);
        }

        _locations[id] = lines;
        _mappingOf[id] = mapping;
    }

    private void Mapping(ProtoPull proto)
    {
        var end = proto.Enter(long.MaxValue);
        var (id, file) = (0UL, 0L);
        while (proto.NextField(end))
        {
            if (proto.Field == 1)
                id = proto.Number(end);
            else if (proto.Field == 5)
                file = (long)proto.Number(end);
            else
                proto.Skip(end);
        }

        _mappings[id] = file;
    }

    private static (ulong Function, long Line) Line(ProtoPull proto, long outer)
    {
        var end = proto.Enter(outer);
        var (function, line) = (0UL, 0L);
        while (proto.NextField(end))
        {
            if (proto.Field == 1)
                function = proto.Number(end);
            else if (proto.Field == 2)
                line = (long)proto.Number(end);
            else
                proto.Skip(end);
        }

        return (function, line);
    }

    private void Function(ProtoPull proto)
    {
        var end = proto.Enter(long.MaxValue);
        var id = 0UL;
        var (name, file, start) = (0L, 0L, 0L);
        while (proto.NextField(end))
        {
            switch (proto.Field)
            {
                case 1: id = proto.Number(end); break;
                case 2: name = (long)proto.Number(end); break;
                case 4: file = (long)proto.Number(end); break;
                case 5: start = (long)proto.Number(end); break;
                default: proto.Skip(end); break;
            }
        }

        _functions[id] = (name, file, start);
    }
}
