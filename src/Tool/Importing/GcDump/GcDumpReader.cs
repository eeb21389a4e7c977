using System.Text;
using PerfAnalyzers.Tool.Capturing;

namespace PerfAnalyzers.Tool.Importing.GcDump;

/// <summary>
/// Reads a graph of objects as far as it says how many there are of each type and how large: types first, then a number for each object that nothing here needs, then the
/// objects one after the other with the objects that they refer to.
/// </summary>
#pragma warning disable CA1001 // Disposing the reader would close the stream, which is the caller's.
internal sealed class GcDumpReader(Stream stream)
#pragma warning restore CA1001
{
    private const byte NullReference = 1;
    private const byte BeginObject = 4;
    private const byte BeginPrivateObject = 5;
    private const byte EndObject = 6;
    private const int FirstVersionWithShares = 9;
    private const int MaxTypes = 5_000_000;
    private const int MaxText = 1_000_000;

    private readonly BinaryReader _reader = new(new BufferedStream(stream, 256 * 1024), Encoding.UTF8, leaveOpen: true);
    private readonly List<DumpedType> _types = [];

    /// <summary>Whether a file that begins like this is one.</summary>
    public static bool IsMagic(ReadOnlySpan<byte> head) =>
        head.Length > 48 && head[4..].StartsWith("!FastSerialization.1"u8) && head[24..Math.Min(head.Length, 80)].IndexOf("GCHeapDump"u8) >= 0;

    /// <summary>Adds the types. What was read of a file that ends early is added before the end is told.</summary>
    public void Read(Capture capture)
    {
        _reader.ReadBytes(24);
        var (name, version) = Begin();
        if (name != "GCHeapDump" || Begin().Name != "Graphs.MemoryGraph")
            throw new CaptureException("it holds something else than a graph of objects");

        _reader.ReadInt64();
        _reader.ReadInt32();
        ReadTypes();
        var (count, size) = (1.0, 1.0);
        try
        {
            Skip(4L * Count("objects"));
            ReadObjects(Count("bytes of objects"));
            if (version >= FirstVersionWithShares)
                (count, size) = ReadShares();
        }
        finally
        {
            foreach (var type in _types.Where(t => t.Count > 0 && t.Name.Length > 0))
                Add(capture, type, count, size);
        }

        if (count > 1)
        {
            capture.IsSampled = true;
            capture.Remark("the dump holds a part of the objects; bytes and counts are scaled by the mean");
        }
    }

    private static void Add(Capture capture, DumpedType type, double countFactor, double sizeFactor)
    {
        var totals = capture.Type(type.Name);
        totals.Bytes += type.Bytes * sizeFactor;
        totals.Count += type.Count * countFactor;
    }

    private void ReadTypes()
    {
        var count = Count("types");
        if (count > MaxTypes)
            throw new CaptureException($"more than {MaxTypes:N0} types");

        for (var i = 0; i < count; i++)
        {
            var name = String() ?? "";
            var size = _reader.ReadInt32();
            String();
            _types.Add(new(DumpedTypeName.Of(name), size));
        }
    }

    private void ReadObjects(long length)
    {
        while (length > 0)
        {
            var typeAndSize = Compressed(ref length);
            var hasSize = (typeAndSize & 1) != 0;
            var size = hasSize ? Compressed(ref length) : -1;
            for (var references = Compressed(ref length); references > 0; references--)
                Compressed(ref length);

            if (typeAndSize >> 1 is var number && (number < 0 || number >= _types.Count))
                throw new CaptureException($"an object is of type {number}, which is not in the file");

            var type = _types[number];
            type.Count++;
            type.Bytes += Math.Max(0, hasSize ? size : type.Size);
        }

        if (length < 0)
            throw new CaptureException("an object is longer than what is left of them");
    }

    // Dumps of large heaps hold a part of the objects, and say what that has to be multiplied by.
    private (double Count, double Size) ReadShares()
    {
        Skip(8L * Count("addresses"));

        // Whether addresses are long, once with a tag before it and once without, and the end of the graph.
        Skip(4);
        var (count, size) = (_reader.ReadSingle(), _reader.ReadSingle());
        return (count is >= 1 and < 1e6f ? count : 1, size is >= 1 and < 1e6f ? size : 1);
    }

    private (string Name, int Version) Begin()
    {
        if (_reader.ReadByte() is not (BeginObject or BeginPrivateObject) || _reader.ReadByte() is not (BeginObject or BeginPrivateObject) || _reader.ReadByte() != NullReference)
            throw new CaptureException("an object does not begin where it should");

        var version = _reader.ReadInt32();
        _reader.ReadInt32();
        var name = String();
        if (_reader.ReadByte() != EndObject)
            throw new CaptureException("an object's type does not end where it should");

        return (name ?? "", version);
    }

    private int Count(string what) => _reader.ReadInt32() is >= 0 and var count ? count : throw new CaptureException($"a negative number of {what}");

    private string? String()
    {
        var length = _reader.ReadInt32();
        if (length is < -1 or > MaxText)
            throw new CaptureException("a name has an impossible length");

        if (length < 0)
            return null;

        var bytes = _reader.ReadBytes(length);
        return bytes.Length == length ? Encoding.UTF8.GetString(bytes) : throw new EndOfStreamException();
    }

    private void Skip(long count)
    {
        var buffer = new byte[64 * 1024];
        while (count > 0)
        {
            var read = _reader.Read(buffer, 0, (int)Math.Min(buffer.Length, count));
            if (read == 0)
                throw new EndOfStreamException();

            count -= read;
        }
    }

    // Seven bits a byte, the highest first and with a sign; five bytes at most.
    private int Compressed(ref long left)
    {
        var next = _reader.ReadByte();
        var value = next << 25 >> 25;
        left--;
        for (var i = 0; i < 4 && (next & 0x80) != 0; i++)
        {
            next = _reader.ReadByte();
            left--;
            value = (value << 7) + (i == 3 ? next : next & 0x7F);
        }

        return value;
    }
}
