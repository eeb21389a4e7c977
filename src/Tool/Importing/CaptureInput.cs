using System.Buffers;
using System.IO.Compression;
using System.Text;
using PerfAnalyzers.Tool.Reading;

namespace PerfAnalyzers.Tool.Importing;

/// <summary>
/// The content of a capture file from beginning to end, unpacked if it was packed with gzip. What unpacks to far more than any capture does is refused while it is
/// unpacked.
/// </summary>
internal sealed class CaptureInput : LookedAtStream
{
    /// <summary>Real captures unpack to 6 to 30 times their size; deflate can do a thousand.</summary>
    private const int MaxRatio = 250;

    private const long RatioMattersFrom = 64L * 1024 * 1024;

    /// <summary>What is read between two looks at the memory: a megabyte of the densest format becomes a few dozen.</summary>
    private const long LookEvery = 1024 * 1024;

    private readonly InputFile _file;
    private readonly Stream _content;
    private readonly byte[] _head;
    private long _lookAt = LookEvery;

    private CaptureInput(string path, InputFile file, Stream content, byte[] head, bool isPacked)
    {
        FileName = Path.GetFileName(path);
        _file = file;
        _content = content;
        _head = head;
        IsPacked = isPacked;
        Head = new(head);
    }

    /// <summary>The file's own name.</summary>
    public string FileName { get; }

    /// <summary>Whether the file is packed.</summary>
    public bool IsPacked { get; }

    /// <summary>Its beginning.</summary>
    public CaptureHead Head { get; }

    /// <summary>Bytes of the file, as it lies on the disk; null of a pipe, which does not say.</summary>
    public long? FileLength => _file.IsPipe ? null : _file.Length;

    /// <summary>Bytes of the file that were used up.</summary>
    public long FilePosition => _file.Position;

    /// <summary>Other directories to look for assemblies in, besides those that the capture names.</summary>
    public IReadOnlyList<string> SymbolDirectories { get; init; } = [];

    /// <summary>Opens a file; throws what <see cref="File.OpenRead"/> throws.</summary>
    /// <param name="path">Its name.</param>
    /// <param name="symbolDirectories">Other directories to look for assemblies in.</param>
    /// <param name="opened">The file, when it is open already.</param>
    public static CaptureInput Open(string path, IReadOnlyList<string>? symbolDirectories = null, InputFile? opened = null)
    {
        var file = opened ?? InputFile.Open(path);
        try
        {
            var magic = file.Start(2);
            var isPacked = magic is [0x1F, 0x8B];

            // What a shell on Windows redirects is UTF-16; readers know UTF-8, with a byte order mark or without.
            Stream content = isPacked ? new GZipStream(file, CompressionMode.Decompress)
                : magic is [0xFF, 0xFE] ? Encoding.CreateTranscodingStream(file, Encoding.Unicode, Encoding.UTF8)
                : magic is [0xFE, 0xFF] ? Encoding.CreateTranscodingStream(file, Encoding.BigEndianUnicode, Encoding.UTF8)
                : file;
            var head = new byte[CaptureHead.Size];
            var length = ReadHead(content, head);
            return new(path, file, content, head[..length], isPacked) { SymbolDirectories = symbolDirectories ?? [] };
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>All of it, for formats that cannot be read in pieces.</summary>
    /// <param name="limit">Most bytes.</param>
    public byte[] ReadAll(int limit)
    {
        using var buffer = new MemoryStream();
        var block = ArrayPool<byte>.Shared.Rent(128 * 1024);
        try
        {
            int length;
            while ((length = Read(block, 0, block.Length)) > 0)
            {
                if (buffer.Length + length > limit)
                    throw new CaptureException($"larger than {limit / 1_000_000} MB, which is the most for this format");

                buffer.Write(block, 0, length);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(block);
        }

        return buffer.ToArray();
    }

    public override int Read(Span<byte> buffer)
    {
        var length = base.Read(buffer);
        if (IsPacked && Position > RatioMattersFrom && Position / Math.Max(1, _file.Length) > MaxRatio)
            throw new CaptureException($"unpacks to more than {MaxRatio} times its size, as no capture does");

        if (Position >= _lookAt)
        {
            _lookAt = Position + LookEvery;
            CaptureMemory.Look();
        }

        return length;
    }

    public override long Length => throw new NotSupportedException();

    protected override ReadOnlySpan<byte> First => _head;

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _content.Dispose();
            _file.Dispose();
        }

        base.Dispose(disposing);
    }

    protected override int ReadRest(Span<byte> buffer)
    {
        try
        {
            return _content.Read(buffer);
        }
        catch (InvalidDataException)
        {
            throw new CaptureException("the gzip stream is damaged");
        }
    }

    private static int ReadHead(Stream content, byte[] head)
    {
        try
        {
            return content.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        }
        catch (InvalidDataException)
        {
            throw new CaptureException("the gzip stream is damaged");
        }
    }
}
