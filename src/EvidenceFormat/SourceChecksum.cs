using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace PerfAnalyzers.EvidenceFormat;

/// <summary>
/// The field <c>checksum</c>: the first 16 hexadecimal digits of the SHA-256 of a source file's bytes, which debug information also holds. It says whether a
/// file is the one that was measured, and nothing about who wrote it.
/// </summary>
internal static class SourceChecksum
{
    private const int Bytes = 8;

    /// <summary>The checksum from a whole SHA-256, or null when there is none.</summary>
    public static string? FromHash(IReadOnlyList<byte> sha256) =>
        sha256.Count < Bytes ? null : string.Concat(sha256.Take(Bytes).Select(b => b.ToString("x2", CultureInfo.InvariantCulture)));

    /// <summary>The checksum of a file's bytes.</summary>
    public static string Of(byte[] content)
    {
        using var sha = SHA256.Create();
        return FromHash(sha.ComputeHash(content))!;
    }

    /// <summary>
    /// Whether a text is the one that a checksum was taken of, whatever its line ends and with or without byte order mark: a checkout on another system
    /// changes these, and the code is the same.
    /// </summary>
    public static bool IsOf(string checksum, string text)
    {
        var unix = text.Replace("\r\n", "\n");
        return new[] { unix, unix.Replace("\n", "\r\n") }.SelectMany(t => new[] { t, "\uFEFF" + t })
            .Any(t => string.Equals(Of(Encoding.UTF8.GetBytes(t)), checksum, StringComparison.OrdinalIgnoreCase));
    }
}
