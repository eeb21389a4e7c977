using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace PerfAnalyzers.Tool.Importing.NetTrace;

/// <summary>
/// Little-endian values from a piece of memory, one after the other. Reading beyond the end gives zeros and sets <see cref="Failed"/>: a damaged length costs one
/// event and not the process.
/// </summary>
internal ref struct ByteCursor(ReadOnlySpan<byte> bytes)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;

    /// <summary>Bytes from the beginning.</summary>
    public int At { get; private set; }

    /// <summary>Whether more was asked for than there is.</summary>
    public bool Failed { get; private set; }

    /// <summary>What is left.</summary>
    public readonly int Left => _bytes.Length - At;

    public byte Byte() => Take(1) is [var value] ? value : (byte)0;

    public ushort UInt16() => Take(2) is { Length: 2 } b ? BinaryPrimitives.ReadUInt16LittleEndian(b) : (ushort)0;

    public int Int32() => Take(4) is { Length: 4 } b ? BinaryPrimitives.ReadInt32LittleEndian(b) : 0;

    public uint UInt32() => (uint)Int32();

    public long Int64() => Take(8) is { Length: 8 } b ? BinaryPrimitives.ReadInt64LittleEndian(b) : 0;

    public ulong UInt64() => (ulong)Int64();

    public Guid Guid() => Take(16) is { Length: 16 } b ? new(b) : default;

    /// <summary>An address of the traced process.</summary>
    public ulong Pointer(int size) => size == 4 ? UInt32() : UInt64();

    /// <summary>Seven bits a byte, the lowest first.</summary>
    public ulong VarUInt()
    {
        ulong value = 0;
        for (var shift = 0; shift < 70; shift += 7)
        {
            var next = Byte();
            if (shift < 64)
                value |= (ulong)(next & 0x7F) << shift;

            if (next < 0x80)
                return value;
        }

        Failed = true;
        return 0;
    }

    /// <summary>UTF-16 up to a zero, or to the end.</summary>
    public string Utf16()
    {
        var rest = MemoryMarshal.Cast<byte, char>(_bytes[At..]);
        var end = rest.IndexOf('\0');
        var length = end < 0 ? rest.Length : end;
        var text = new string(rest[..length]);
        Skip(end < 0 ? Left : (length + 1) * 2);
        return text;
    }

    /// <summary>Moves past UTF-16 up to a zero.</summary>
    public void SkipUtf16()
    {
        var rest = MemoryMarshal.Cast<byte, char>(_bytes[At..]);
        var end = rest.IndexOf('\0');
        Skip(end < 0 ? Left : (end + 1) * 2);
    }

    /// <summary>UTF-8 of a known length.</summary>
    public string Utf8(ulong length) => length > (ulong)Left ? Fail() : Encoding.UTF8.GetString(Take((int)length));

    /// <summary>The next bytes.</summary>
    public ReadOnlySpan<byte> Take(int count)
    {
        if (count < 0 || count > Left)
        {
            Failed = true;
            At = _bytes.Length;
            return default;
        }

        var taken = _bytes.Slice(At, count);
        At += count;
        return taken;
    }

    public void Skip(int count) => Take(count);

    private string Fail()
    {
        Failed = true;
        At = _bytes.Length;
        return "";
    }
}
