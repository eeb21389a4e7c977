using System.Text;

namespace PerfAnalyzers.Tool;

/// <summary>
/// Standard output and standard error. A full disk behind the one ends the verb with an <see cref="OutputException"/>, wherever it was writing; behind the other
/// there is nobody left to tell, and the answer is still worth having. A reader that has gone is no trouble: the system's own stream passes over it.
/// </summary>
internal sealed class StandardStream : Stream
{
    private readonly bool _isOutput;
    private readonly Func<Stream> _open;
    private Stream? _inner;

    private StandardStream(bool isOutput)
    {
        _isOutput = isOutput;
        _open = isOutput ? Console.OpenStandardOutput : Console.OpenStandardError;
    }

    /// <summary>Standard output for who writes bytes.</summary>
    public static Stream Output() => new StandardStream(isOutput: true);

    /// <summary>From now on the console writes through these.</summary>
    public static void Install()
    {
        Console.SetOut(Writer(isOutput: true));
        Console.SetError(Writer(isOutput: false));
    }

    /// <inheritdoc/>
    public override bool CanRead => false;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => true;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        try
        {
            // A closed descriptor cannot even be opened.
            (_inner ??= _open()).Write(buffer);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            if (_isOutput)
                throw new OutputException($"standard output cannot be written{(e is UnauthorizedAccessException ? ": it is closed" : FileTrouble.Reason(e) is { } reason ? ": " + reason : "")}");
        }
    }

    /// <inheritdoc/>
    public override void Flush()
    {
        // Nothing is held back.
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _inner?.Dispose();

        base.Dispose(disposing);
    }

    // A byte order mark has no place before what another program reads.
    private static StreamWriter Writer(bool isOutput) =>
        new(new StandardStream(isOutput), Console.OutputEncoding.Preamble.IsEmpty ? Console.OutputEncoding : new UTF8Encoding(false)) { AutoFlush = true };
}
