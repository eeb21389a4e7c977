using System.Buffers.Binary;

namespace PerfAnalyzers.Tool.Importing;

/// <summary>
/// Protocol buffers from a stream, field by field, without generated code: messages of any size, because a message is entered and not loaded. Only the bytes of a
/// text or of an id are ever held as a whole.
/// </summary>
internal sealed class ProtoPull(Stream stream)
{
    /// <summary>The longest text or byte string.</summary>
    private const int MaxBytes = 64 * 1024 * 1024;

    private byte[] _buffer = new byte[256 * 1024];
    private int _start;
    private int _end;
    private long _consumed;

    /// <summary>The number of the field that was read.</summary>
    public int Field { get; private set; }

    /// <summary>How its value is written.</summary>
    public ProtoWire Wire { get; private set; }

    /// <summary>Bytes consumed.</summary>
    public long Position => _consumed + _start;

    /// <summary>Whether there is nothing more.</summary>
    public bool IsAtEnd => _start == _end && !TryFill(1);

    /// <summary>Moves to the next field of the message that ends at <paramref name="end"/>; false at its end.</summary>
    public bool NextField(long end)
    {
        if (Position >= end || IsAtEnd)
        {
            if (Position > end)
                throw new CaptureException("a field reaches beyond the message that it is in");

            if (end != long.MaxValue && Position < end)
                throw new EndOfStreamException();

            return false;
        }

        var tag = Varint();
        (Field, Wire) = ((int)(tag >> 3), (ProtoWire)(tag & 7));
        if (tag >> 3 is 0 or > 0x1FFFFFFF || Wire is not (ProtoWire.Varint or ProtoWire.Fixed64 or ProtoWire.Bytes or ProtoWire.Fixed32))
            throw new CaptureException("not protocol buffers");

        return true;
    }

    /// <summary>Enters the message that is the value of the field, and gives the position where it ends; one that is no message is skipped, and has no end to read to.</summary>
    /// <param name="end">The end of the message around it.</param>
    public long Enter(long end)
    {
        if (Wire != ProtoWire.Bytes)
        {
            Skip(end);
            return Position;
        }

        return Length(end) + Position;
    }

    /// <summary>The number; 0 for a field that is none.</summary>
    public ulong Number(long end)
    {
        switch (Wire)
        {
            case ProtoWire.Varint:
                return Varint();
            case ProtoWire.Fixed64:
                Need(8);
                _start += 8;
                return BinaryPrimitives.ReadUInt64LittleEndian(_buffer.AsSpan(_start - 8));
            case ProtoWire.Fixed32:
                Need(4);
                _start += 4;
                return BinaryPrimitives.ReadUInt32LittleEndian(_buffer.AsSpan(_start - 4));
            default:
                Skip(end);
                return 0;
        }
    }

    /// <summary>The bytes of a text, until the next call; none for a field that is no text.</summary>
    public ReadOnlySpan<byte> Bytes(long end)
    {
        if (Wire != ProtoWire.Bytes)
        {
            Skip(end);
            return [];
        }

        var length = Length(end);
        if (length > MaxBytes)
            throw new CaptureException($"a text is longer than {MaxBytes / 1024 / 1024} MB");

        Need((int)length);
        _start += (int)length;
        return _buffer.AsSpan(_start - (int)length, (int)length);
    }

    /// <summary>Moves past the value of the field.</summary>
    public void Skip(long end)
    {
        switch (Wire)
        {
            case ProtoWire.Varint:
                Varint();
                break;
            case ProtoWire.Fixed64:
                SkipBytes(8);
                break;
            case ProtoWire.Fixed32:
                SkipBytes(4);
                break;
            default:
                SkipBytes(Length(end));
                break;
        }
    }

    /// <summary>A variable-length number that is no field: what stands before a message in a file of several.</summary>
    public ulong Varint()
    {
        ulong value = 0;
        for (var shift = 0; shift < 70; shift += 7)
        {
            if (_start == _end)
                Need(1);

            var next = _buffer[_start++];
            value |= shift < 64 ? (ulong)(next & 0x7F) << shift : 0;
            if (next < 0x80)
                return value;
        }

        throw new CaptureException("not protocol buffers");
    }

    /// <summary>A length of four bytes, the highest first.</summary>
    public uint BigEndianLength()
    {
        Need(4);
        _start += 4;
        return BinaryPrimitives.ReadUInt32BigEndian(_buffer.AsSpan(_start - 4));
    }

    private long Length(long end)
    {
        var length = Varint();
        if (length > (ulong)(end - Position))
            throw new CaptureException("a field reaches beyond the message that it is in");

        return (long)length;
    }

    private void SkipBytes(long count)
    {
        while (count > 0)
        {
            if (_start == _end)
                Need(1);

            var step = (int)Math.Min(count, _end - _start);
            _start += step;
            count -= step;
        }
    }

    private void Need(int count)
    {
        if (_end - _start < count && !TryFill(count))
            throw new EndOfStreamException();
    }

    private bool TryFill(int count)
    {
        if (_start > 0)
        {
            Buffer.BlockCopy(_buffer, _start, _buffer, 0, _end - _start);
            _consumed += _start;
            _end -= _start;
            _start = 0;
        }

        while (_end < count)
        {
            // A length that a damaged file claims is believed as far as there are bytes.
            if (_end == _buffer.Length)
                Array.Resize(ref _buffer, Math.Min(Math.Max(count, 16), _buffer.Length * 2));

            var length = stream.Read(_buffer, _end, _buffer.Length - _end);
            if (length == 0)
                return false;

            _end += length;
        }

        return true;
    }
}
