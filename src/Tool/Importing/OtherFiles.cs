namespace PerfAnalyzers.Tool.Importing;

/// <summary>Files that people give to an importer and that are no captures: what to do with them instead.</summary>
internal static class OtherFiles
{
    /// <summary>What a file is, as a clause; null when nothing is known about it.</summary>
    public static string? Of(CaptureHead head)
    {
        if (Packed(head.Bytes) is { } packed)
            return $"packed with {packed}; unpack it first (gzip is unpacked here)";

        if (head.Keys.Contains("nodeVersions") && head.Keys.Contains("clock"))
            return "what Clinic.js notes about the system, without measurements; import the whole directory";

        var text = head.Text.AsSpan().TrimStart();
        if (text.StartsWith("version https://git-lfs", StringComparison.Ordinal))
            return "the pointer that Git LFS leaves in place of a file; 'git lfs pull' fetches it";

        return text.StartsWith("<!DOCTYPE html", StringComparison.OrdinalIgnoreCase) || text.StartsWith("<html", StringComparison.OrdinalIgnoreCase)
            ? "a web page; import what it was made of"
            : null;
    }

    private static string? Packed(ReadOnlySpan<byte> bytes) => bytes switch
    {
        [0x50, 0x4B, 0x03, 0x04, ..] => "zip",
        [0x28, 0xB5, 0x2F, 0xFD, ..] => "Zstandard",
        [0xFD, 0x37, 0x7A, 0x58, 0x5A, ..] => "xz",
        [0x42, 0x5A, 0x68, >= 0x31 and <= 0x39, 0x31, 0x41, ..] => "bzip2",
        [0x37, 0x7A, 0xBC, 0xAF, ..] => "7-Zip",
        _ => null,
    };
}
