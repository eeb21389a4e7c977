using System.Buffers.Binary;
using System.Text;

namespace PerfAnalyzers.Tool.Importing.NetTrace;

/// <summary>
/// The container: a magic word, then blocks. Versions 4 and 5 wrap each block into a named object and align it in the file; version 6 gives each a size and a kind.
/// </summary>
internal sealed class BlockReader(Stream stream)
{
    /// <summary>Writers keep blocks around 100 KB; the format of version 6 cannot say more than 16 MB.</summary>
    private const int MaxBlock = 64 * 1024 * 1024;

    private const byte NullReference = 1;
    private const byte BeginObject = 5;
    private const byte EndObject = 6;

    private byte[] _block = new byte[256 * 1024];
    private readonly byte[] _small = new byte[64];
    private long _at;

    /// <summary>The version of the format: 4, 5 or 6.</summary>
    public int Version { get; private set; }

    /// <summary>Whether a file that begins like this is one.</summary>
    public static bool IsMagic(ReadOnlySpan<byte> head) => head.StartsWith("Nettrace"u8);

    /// <summary>Reads what comes before the first block.</summary>
    public void ReadHeader()
    {
        if (!IsMagic(Read(8)))
            throw new CaptureException("no trace of .NET");

        var length = Int32();
        if (length == 0)
        {
            Version = Int32();
            _ = Int32();
            if (Version != 6)
                throw new CaptureException($"version {Version} of the format, which is not known here");

            return;
        }

        if (length != 20 || !Read(20).SequenceEqual("!FastSerialization.1"u8))
            throw new CaptureException("no trace of .NET");
    }

    /// <summary>The next block; its bytes are those of <see cref="Block"/> until the next call.</summary>
    public BlockKind Next() => Version == 6 ? NextOfSix() : NextOfFour();

    /// <summary>The bytes of the block.</summary>
    public ReadOnlySpan<byte> Block => _block.AsSpan(0, Length);

    /// <summary>Where the block begins in the file, by which what is in it may be aligned.</summary>
    public long BlockStart { get; private set; }

    private int Length { get; set; }

    private BlockKind NextOfSix()
    {
        var header = (uint)Int32();
        var kind = (BlockKind)(header >> 24);
        ReadBlock((int)(header & 0xFFFFFF));
        return kind;
    }

    private BlockKind NextOfFour()
    {
        var tag = ReadByte();
        if (tag == NullReference)
            return BlockKind.EndOfStream;

        if (tag != BeginObject || ReadByte() != BeginObject || ReadByte() != NullReference)
            throw new CaptureException("a block does not begin where the one before it ends");

        var version = Int32();
        _ = Int32();
        var nameLength = Int32();
        if (nameLength is < 1 or > 64)
            throw new CaptureException("a block has no name");

        var name = Encoding.ASCII.GetString(Read(nameLength));
        Expect(EndObject);
        if (name == "Trace")
        {
            if (version is < 4 or > 5)
                throw new CaptureException($"version {version} of the format, which is not known here");

            Version = version;
            ReadBlock(48);
        }
        else
        {
            var size = Int32();
            Read((int)((4 - (_at % 4)) % 4));
            ReadBlock(size);
        }

        Expect(EndObject);
        return name switch
        {
            "Trace" => BlockKind.Trace,
            "EventBlock" => BlockKind.Event,
            "MetadataBlock" => BlockKind.Metadata,
            "StackBlock" => BlockKind.Stack,
            "SPBlock" => BlockKind.SequencePoint,
            _ => BlockKind.Unknown,
        };
    }

    private void Expect(byte tag)
    {
        if (ReadByte() != tag)
            throw new CaptureException("a block does not end where it says");
    }

    private void ReadBlock(int size)
    {
        if (size is < 0 or > MaxBlock)
            throw new CaptureException("a block has an impossible size");

        BlockStart = _at;
        Length = 0;
        while (Length < size)
        {
            // A size is believed as far as there are bytes: memory grows with what was read.
            var step = Math.Min(size - Length, 1024 * 1024);
            if (_block.Length < Length + step)
                Array.Resize(ref _block, Math.Min(MaxBlock, Math.Max(_block.Length * 2, Length + step)));

            stream.ReadExactly(_block, Length, step);
            Length += step;
            _at += step;
        }
    }

    private byte ReadByte() => Read(1)[0];

    private int Int32() => BinaryPrimitives.ReadInt32LittleEndian(Read(4));

    private ReadOnlySpan<byte> Read(int count)
    {
        stream.ReadExactly(_small, 0, count);
        _at += count;
        return _small.AsSpan(0, count);
    }
}
