using System.Buffers.Binary;
using System.Buffers.Text;

namespace PerfAnalyzers.Tool.Tracing;

/// <summary>Ids of traces and spans, as formats write them: hexadecimal of any length up to 32, or base64 where JSON was made from protocol buffers.</summary>
internal static class SpanIds
{
    /// <summary>A trace's id.</summary>
    public static (ulong High, ulong Low) Trace(ReadOnlySpan<byte> text)
    {
        Span<byte> bytes = stackalloc byte[32];
        var length = Decode(text, bytes);
        return OfBytes(bytes[..length]);
    }

    /// <summary>A span's id; 0 for none.</summary>
    public static ulong Span(ReadOnlySpan<byte> text) => Trace(text).Low;

    /// <summary>An id from its bytes, the highest first.</summary>
    public static (ulong High, ulong Low) OfBytes(ReadOnlySpan<byte> bytes)
    {
        Span<byte> padded = stackalloc byte[16];
        padded.Clear();
        var used = bytes.Length <= 16 ? bytes : bytes[^16..];
        used.CopyTo(padded[(16 - used.Length)..]);
        return (BinaryPrimitives.ReadUInt64BigEndian(padded), BinaryPrimitives.ReadUInt64BigEndian(padded[8..]));
    }

    private static int Decode(ReadOnlySpan<byte> text, Span<byte> bytes)
    {
        // Base64 of 16 or 8 bytes; hexadecimal of that length does not end in an equals sign.
        if (text.Length is 24 or 12 && text[^1] == '=' && Base64.DecodeFromUtf8(text, bytes, out _, out var written) == System.Buffers.OperationStatus.Done)
            return written;

        if (text.Length is 0 or > 32)
            return Hashed(text, bytes);

        // An odd length has lost its leading zero.
        var length = (text.Length + 1) / 2;
        var at = 0;
        var high = text.Length % 2;
        for (var i = 0; i < length; i++)
        {
            var first = i == 0 && high == 1 ? 0 : Digit(text[at++]);
            var second = Digit(text[at++]);
            if ((first | second) < 0)
                return Hashed(text, bytes);

            bytes[i] = (byte)((first << 4) | second);
        }

        return length;
    }

    // Not an id of any convention, and as good a name as one.
    private static int Hashed(ReadOnlySpan<byte> text, Span<byte> bytes)
    {
        if (text.IsEmpty)
            return 0;

        System.Security.Cryptography.SHA256.HashData(text, bytes);
        return 8;
    }

    private static int Digit(byte c) => c switch
    {
        >= (byte)'0' and <= (byte)'9' => c - '0',
        >= (byte)'a' and <= (byte)'f' => c - 'a' + 10,
        >= (byte)'A' and <= (byte)'F' => c - 'A' + 10,
        _ => -1,
    };
}
