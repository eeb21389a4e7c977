using System.Globalization;

namespace PerfAnalyzers.Tool.Importing.NetTrace;

/// <summary>Takes a handler through the events of a trace, block by block.</summary>
internal sealed class EventReader(Stream stream, IEventHandler handler, AddressTree tree)
{
    private const int MaxTypes = 100_000;

    private readonly BlockReader _blocks = new(stream);
    private readonly Dictionary<int, EventType> _types = [];
    private readonly Dictionary<long, (long Process, long Thread)> _threads = [];
    private readonly LabelLists _labels = new();
    private long _startTicks;
    private double _ticksPerMs = 1_000_000;

    /// <summary>Stacks by number.</summary>
    public StackIds Stacks { get; } = new(tree);

    /// <summary>When the trace began.</summary>
    public DateTimeOffset? StartedAt { get; private set; }

    /// <summary>Bytes of an address.</summary>
    public int PointerSize { get; private set; } = 8;

    /// <summary>Events whose header is longer than what is left of their block.</summary>
    public int DamagedBlocks { get; private set; }

    /// <summary>Reads to the end. Throws when the file ends before the trace does.</summary>
    public void Read()
    {
        _blocks.ReadHeader();
        while (true)
        {
            switch (_blocks.Next())
            {
                case BlockKind.EndOfStream:
                    return;
                case BlockKind.Trace:
                    ReadTrace(new(_blocks.Block));
                    break;
                case BlockKind.Metadata when _blocks.Version == 6:
                    MetadataOfSix.Read(_blocks.Block, AddType);
                    break;
                case BlockKind.Event or BlockKind.Metadata:
                    ReadEvents(_blocks.Block);
                    break;
                case BlockKind.Stack:
                    Stacks.Add(_blocks.Block);
                    break;
                case BlockKind.SequencePoint:
                    Stacks.Clear();
                    _labels.Clear();
                    handler.SequencePoint();
                    break;
                case BlockKind.Thread:
                    ReadThreads(new(_blocks.Block));
                    break;
                case BlockKind.LabelList:
                    _labels.Add(_blocks.Block);
                    break;
            }
        }
    }

    private void ReadTrace(ByteCursor cursor)
    {
        var (year, month) = (cursor.UInt16(), cursor.UInt16());
        _ = cursor.UInt16();
        var (day, hour, minute, second, millisecond) = (cursor.UInt16(), cursor.UInt16(), cursor.UInt16(), cursor.UInt16(), cursor.UInt16());
        _startTicks = cursor.Int64();
        var frequency = cursor.Int64();
        PointerSize = cursor.Int32();
        if (cursor.Failed || frequency <= 0 || PointerSize is not (4 or 8))
            throw new CaptureException("its clock or its size of addresses makes no sense");

        _ticksPerMs = frequency / 1000.0;
        Stacks.PointerSize = PointerSize;
        if (DateTime.TryParseExact($"{year:0000}-{month:00}-{day:00}T{hour:00}:{minute:00}:{second:00}", "yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time))
            StartedAt = new DateTimeOffset(time, TimeSpan.Zero).AddMilliseconds(Math.Min((int)millisecond, 999));
    }

    private void ReadEvents(ReadOnlySpan<byte> block)
    {
        var cursor = new ByteCursor(block);
        var headerSize = cursor.UInt16();
        var flags = cursor.UInt16();
        cursor.Skip(headerSize - 4);
        var header = new EventHeader();
        while (cursor.Left > 0)
        {
            if ((flags & 1) != 0)
                header.ReadCompressed(ref cursor, _blocks.Version);
            else
                header.ReadPlain(ref cursor, _blocks.Version);

            var payload = cursor.Take(header.PayloadSize);
            if (cursor.Failed)
            {
                DamagedBlocks++;
                return;
            }

            if ((flags & 1) == 0 && (_blocks.BlockStart + cursor.At) % 4 is > 0 and var beyond)
                cursor.Skip(Math.Min(cursor.Left, (int)(4 - beyond)));

            if (header.MetadataId == 0)
                ReadMetadata(new(payload));
            else if (_types.TryGetValue(header.MetadataId, out var type))
                Handle(header, type, payload);
        }
    }

    private void Handle(in EventHeader header, EventType type, ReadOnlySpan<byte> payload)
    {
        var (process, thread) = (0L, header.Thread);
        var (activity, related) = (header.Activity, header.RelatedActivity);
        if (_blocks.Version == 6)
        {
            if (_threads.TryGetValue(thread, out var known))
                (process, thread) = known;

            (activity, related) = _labels.Activities(header.LabelList);
        }

        handler.Handle(new()
        {
            Type = type,
            Thread = thread,
            Process = process,
            StackId = header.StackId,
            AtMs = (header.Ticks - _startTicks) / _ticksPerMs,
            Activity = activity,
            RelatedActivity = related,
            Payload = payload,
        });
    }

    private void ReadMetadata(ByteCursor cursor)
    {
        var id = cursor.Int32();
        var provider = cursor.Utf16();
        var eventId = cursor.Int32();
        var name = cursor.Utf16();
        _ = cursor.Int64();
        var version = cursor.Int32();
        if (!cursor.Failed)
            AddType(id, new(provider, eventId, name, version));
    }

    private void AddType(int id, EventType type)
    {
        if (_types.Count < MaxTypes)
            _types[id] = type;
    }

    private void ReadThreads(ByteCursor cursor)
    {
        while (cursor.Left > 0 && !cursor.Failed)
        {
            var row = new ByteCursor(cursor.Take(cursor.UInt16()));
            var index = (long)row.VarUInt();
            var (process, thread) = (0L, index);
            while (row.Left > 0 && !row.Failed)
            {
                switch (row.Byte())
                {
                    case 1: row.Utf8(row.VarUInt()); break;
                    case 2: process = (long)row.VarUInt(); break;
                    case 3: thread = (long)row.VarUInt(); break;
                    case 4: row.Utf8(row.VarUInt()); row.Utf8(row.VarUInt()); break;
                    default: row.Skip(row.Left); break;
                }
            }

            _threads[index] = (process, thread);
        }
    }
}
