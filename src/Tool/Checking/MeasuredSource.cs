using System.Text;
using PerfAnalyzers.EvidenceFormat;
using PerfAnalyzers.Tool.Running;

namespace PerfAnalyzers.Tool.Checking;

/// <summary>Whether the code that was measured is still the code here: by the checksums of its files, and where none were recorded by its commit.</summary>
/// <param name="root">The directory that names in evidence are relative to.</param>
/// <param name="built">The checksums of the sources that the assemblies at hand were compiled from.</param>
internal sealed class MeasuredSource(string root, IReadOnlyDictionary<string, string> built)
{
    private readonly Dictionary<(string File, string Checksum), bool?> _isSame = [];
    private readonly Lazy<string?> _head = new(() => GitHead.Commit(root));

    /// <summary>Why what a profile says in these records is about other code, as a clause; null when nothing speaks for that.</summary>
    public string? WhyStale(EvidenceProfile profile, IEnumerable<EvidenceRecord> records)
    {
        var isKnown = false;
        foreach (var record in records)
        {
            if (record is not { File: { } file } || record[Field.Checksum] is not { } checksum || IsSame(file, checksum) is not { } same)
                continue;

            if (!same)
                return $"{file} has changed since";

            isKnown = true;
        }

        return !isKnown && profile.Header[Field.Commit] is { Length: >= 7 } measured && _head.Value is { } head &&
            !measured.StartsWith(head, StringComparison.OrdinalIgnoreCase)
            ? $"it was measured at commit {measured}, here is {head}, and no checksum says whether the code is the same"
            : null;
    }

    private bool? IsSame(string file, string checksum)
    {
        if (!_isSame.TryGetValue((file, checksum), out var same))
            _isSame.Add((file, checksum), same = Compare(file, checksum));

        return same;
    }

    // Debug information knows one spelling of a text; line ends may be the only thing that differs, which the file itself shows.
    private bool? Compare(string file, string checksum)
    {
        var inBuild = built.TryGetValue(file, out var compiled);
        if (inBuild && compiled!.Equals(checksum, StringComparison.OrdinalIgnoreCase))
            return true;

        return Read(file) is { } content
            ? SourceChecksum.Of(content).Equals(checksum, StringComparison.OrdinalIgnoreCase) || SourceChecksum.IsOf(checksum, Text(content))
            : inBuild ? false : null;
    }

    private static string Text(byte[] content)
    {
        var text = Encoding.UTF8.GetString(content);
        return text.StartsWith('\uFEFF') ? text[1..] : text;
    }

    // A name in evidence must not lead out of the repository.
    private byte[]? Read(string file)
    {
        if (Path.IsPathRooted(file) || file.Split('/', '\\').Contains(".."))
            return null;

        try
        {
            return File.ReadAllBytes(Path.Combine(root, file));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return null;
        }
    }
}
