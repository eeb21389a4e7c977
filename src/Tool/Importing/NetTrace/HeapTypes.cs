using PerfAnalyzers.Tool.Capturing;

namespace PerfAnalyzers.Tool.Importing.NetTrace;

/// <summary>Objects by type: sampled while they are allocated, or all that were on the heap when it was dumped.</summary>
internal sealed class HeapTypes
{
    private const uint IsArray = 0x8;
    private const int MaxTypes = 1_000_000;
    private const int OldestGeneration = 2;

    private readonly Dictionary<string, (double Bytes, double Count)> _allocated = new(StringComparer.Ordinal);
    private readonly Dictionary<(long Process, ulong Type), (string Name, ulong Element)> _names = [];
    private readonly Dictionary<(long Process, ulong Type), (double Bytes, double Count)> _held = [];
    private readonly Dictionary<long, long> _tellers = [];
    private readonly HashSet<long> _dumped = [];
    private readonly TaskCompletionSource _dump = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends with the first full collection that told of all objects.</summary>
    public Task Dumped => _dump.Task;

    /// <summary>Bytes and samples by the stack that allocated.</summary>
    public StackValues Allocations { get; } = new();

    /// <summary>GCAllocationTick, one for about every 100 KB. Returns how much it stands for.</summary>
    public void Allocate(ByteCursor cursor, int version, int pointerSize, int stack)
    {
        double bytes = cursor.UInt32();
        cursor.Skip(4);
        string? type = null;
        if (version >= 2)
        {
            cursor.Skip(2);
            bytes = cursor.UInt64();
            cursor.Skip(pointerSize);
            type = cursor.Utf16();
        }

        if (cursor.Failed || bytes > 1e15)
            return;

        Allocations.Add(stack, bytes);
        if (type is { Length: > 0 and < 1000 } && (_allocated.Count < MaxTypes || _allocated.ContainsKey(type)))
        {
            var sum = _allocated.GetValueOrDefault(type);
            _allocated[type] = (sum.Bytes + bytes, sum.Count + 1);
        }
    }

    /// <summary>BulkType: what the types of a dump are called.</summary>
    public void AddNames(long process, ByteCursor cursor)
    {
        var count = cursor.UInt32();
        cursor.Skip(2);
        for (var i = 0; i < count && !cursor.Failed && _names.Count < MaxTypes; i++)
        {
            var id = cursor.UInt64();
            cursor.Skip(12);
            var flags = cursor.UInt32();
            cursor.Skip(1);
            var name = cursor.Utf16();
            var parameters = cursor.UInt32();
            var first = parameters > 0 ? cursor.UInt64() : 0;
            cursor.Skip((int)Math.Min(int.MaxValue, (Math.Max(1, (long)parameters) - 1) * 8));
            if (!cursor.Failed)
                _names[(process, id)] = (name, (flags & IsArray) != 0 ? first : 0);
        }
    }

    /// <summary>
    /// GCEnd: whatever is told of objects after the first full collection that told of any is told again. A collection of young objects that comes in between tells of all objects, too,
    /// of old ones that are garbage among them. Events of several threads are not in order, so that the end of another thread's collection can stand in the middle of what is told.
    /// </summary>
    public void EndDump(long process, long thread, ByteCursor cursor)
    {
        cursor.Skip(4);
        var generation = cursor.UInt16();
        if (!_tellers.TryGetValue(process, out var teller) || teller != thread || _dumped.Contains(process))
            return;

        if (generation < OldestGeneration)
        {
            _tellers.Remove(process);
            foreach (var key in _held.Keys.Where(k => k.Process == process).ToList())
                _held.Remove(key);

            return;
        }

        _dumped.Add(process);
        _dump.TrySetResult();
    }

    /// <summary>GCBulkNode: objects on the heap, all told by the thread that collected.</summary>
    public void AddObjects(long process, long thread, ByteCursor cursor, int pointerSize)
    {
        if (_dumped.Contains(process) || (!_tellers.TryAdd(process, thread) && _tellers[process] != thread))
            return;

        cursor.Skip(4);
        var count = cursor.UInt32();
        cursor.Skip(2);
        for (var i = 0; i < count; i++)
        {
            cursor.Skip(pointerSize);
            var size = cursor.UInt64();
            var type = cursor.UInt64();
            cursor.Skip(8);
            if (cursor.Failed)
                return;

            var sum = _held.GetValueOrDefault((process, type));
            if (size < 1UL << 50 && (_held.Count < MaxTypes || sum.Count > 0))
                _held[(process, type)] = (sum.Bytes + size, sum.Count + 1);
        }
    }

    /// <summary>Adds the types: those of a dump, where there is one.</summary>
    /// <param name="capture">What is added to.</param>
    /// <param name="scale">For how much each sampled allocation stands.</param>
    public void AddTo(Capture capture, double scale)
    {
        foreach (var (type, (bytes, count)) in _held)
            Add(capture, Name(type.Process, type.Type, 0), bytes, count);

        if (_held.Count > 0)
            return;

        foreach (var (type, (bytes, count)) in _allocated)
            Add(capture, type, bytes * scale, count * scale);
    }

    private static void Add(Capture capture, string? name, double bytes, double count)
    {
        if (name is not { Length: > 0 })
            return;

        var type = capture.Type(name);
        type.Bytes += bytes;
        type.Count += count;
    }

    private string? Name(long process, ulong type, int depth)
    {
        if (depth > 10 || !_names.TryGetValue((process, type), out var known))
            return null;

        return known.Name.Length > 0 ? known.Name : known.Element != 0 && Name(process, known.Element, depth + 1) is { } element ? element + "[]" : null;
    }
}
