using PerfAnalyzers.EvidenceFormat;

namespace PerfAnalyzers.Tool.Sources;

/// <summary>
/// The checksums of the repository's source files as they are now. A capture without debug information does not say which version it measured; that it was this one is what
/// whoever imports it without naming another commit says, and a later change of the file is then seen.
/// </summary>
/// <param name="root">The repository.</param>
internal sealed class FileVersions(string root)
{
    private const long MaxBytes = 16_000_000;

    // A capture may name any file: only of code anything is told, and of that no more than whether it is the same.
    private static readonly string[] s_code = [".cs", ".cshtml", ".razor", ".vb", ".fs"];

    private readonly Dictionary<string, string?> _known = new(StringComparer.Ordinal);

    /// <summary>The checksum of a file of the repository; null for any other.</summary>
    public string? Of(string? file)
    {
        if (file is null || !Array.Exists(s_code, e => file.EndsWith(e, StringComparison.OrdinalIgnoreCase)))
            return null;

        if (!_known.TryGetValue(file, out var checksum))
            _known.Add(file, checksum = Read(file));

        return checksum;
    }

    private string? Read(string file)
    {
        try
        {
            var path = Path.GetFullPath(Path.Combine(root, file));
            var info = new FileInfo(path);
            return !path.StartsWith(root + Path.DirectorySeparatorChar, StringComparison.Ordinal) || !info.Exists || info.LinkTarget is not null || info.Length > MaxBytes
                ? null
                : SourceChecksum.Of(File.ReadAllBytes(path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return null;
        }
    }
}
