namespace PerfAnalyzers.Tool.Reading;

/// <summary>
/// A file that is opened once, and whose beginning can be looked at before it is read from there: what comes through a pipe, as from <c>/dev/stdin</c>, comes only once.
/// </summary>
internal sealed class InputFile : LookedAtStream
{
    private readonly FileStream _file;
    private byte[] _start = [];

    private InputFile(FileStream file) => _file = file;

    /// <summary>Opens a file; throws what <see cref="File.OpenRead"/> throws.</summary>
    public static InputFile Open(string path) => new(File.OpenRead(path));

    /// <summary>The file with its first bytes looked at; null when it cannot be read, which whoever opens it once more says better.</summary>
    public static InputFile? TryOpen(string path, int start)
    {
        InputFile? file = null;
        try
        {
            file = Open(path);
            file.Start(start);
            return file;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            file?.Dispose();
            return null;
        }
    }

    /// <summary>Whether it has no beginning to return to, and no length.</summary>
    public bool IsPipe => !_file.CanSeek;

    /// <summary>The first bytes, or as many as there are. To be asked for before anything is read.</summary>
    public ReadOnlySpan<byte> Start(int count)
    {
        if (_start.Length < count)
        {
            var longer = new byte[count];
            _start.CopyTo(longer, 0);
            var length = _start.Length + _file.ReadAtLeast(longer.AsSpan(_start.Length), count - _start.Length, throwOnEndOfStream: false);
            _start = longer[..length];
        }

        return _start.AsSpan(0, Math.Min(count, _start.Length));
    }

    /// <summary>Bytes of the file; of a pipe, those that came so far.</summary>
    public override long Length => IsPipe ? Position : _file.Length;

    protected override ReadOnlySpan<byte> First => _start;

    protected override int ReadRest(Span<byte> buffer) => _file.Read(buffer);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _file.Dispose();

        base.Dispose(disposing);
    }
}
