namespace PerfAnalyzers.Tool.Reading;

/// <summary>A stream that is read once from beginning to end, and whose first bytes were looked at before that.</summary>
internal abstract class LookedAtStream : Stream
{
    private int _at;
    private long _read;

    /// <summary>What was looked at, which is read first.</summary>
    protected abstract ReadOnlySpan<byte> First { get; }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Position { get => _read; set => throw new NotSupportedException(); }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        int length;
        if (_at < First.Length)
        {
            length = Math.Min(buffer.Length, First.Length - _at);
            First.Slice(_at, length).CopyTo(buffer);
            _at += length;
        }
        else
        {
            length = ReadRest(buffer);
        }

        _read += length;
        return length;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <summary>Reads on behind what was looked at.</summary>
    protected abstract int ReadRest(Span<byte> buffer);
}
