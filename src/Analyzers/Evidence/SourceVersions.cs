using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;
using PerfAnalyzers.EvidenceFormat;

namespace PerfAnalyzers.Evidence;

/// <summary>Whether a file is still the one that was measured.</summary>
internal sealed class SourceVersions
{
    private readonly ConcurrentDictionary<(SyntaxTree Tree, string Checksum), bool> _isSame = new();

    /// <summary>Whether a record was measured on another version of the file. One without a checksum says nothing about that.</summary>
    public bool IsOther(EvidenceRecord record, SyntaxTree? tree, CancellationToken cancellationToken)
    {
        if (tree is null || record[Field.Checksum] is not { } checksum)
            return false;

        if (!_isSame.TryGetValue((tree, checksum), out var same))
            same = _isSame.GetOrAdd((tree, checksum), Compare(tree, checksum, cancellationToken));

        return !same;
    }

    /// <summary>
    /// Whether a name in evidence is this file: below the directory that holds <c>.perf</c>, or where the evidence lies elsewhere, by its end. A bare name says too
    /// little for that.
    /// </summary>
    public static bool IsNamed(string evidencePath, string name, SyntaxTree tree)
    {
        var path = tree.FilePath.Replace('\\', '/');
        var evidence = evidencePath.Replace('\\', '/');
        var perf = evidence.LastIndexOf("/.perf/", StringComparison.Ordinal);
        return perf >= 0
            ? path == evidence.Substring(0, perf + 1) + name
            : name.IndexOf('/') > 0 && path.EndsWith("/" + name, StringComparison.Ordinal);
    }

    private static bool Compare(SyntaxTree tree, string checksum, CancellationToken cancellationToken) =>
        SourceFile.Of(tree).Razor is { } page ? page.Sha256.StartsWith(checksum, StringComparison.OrdinalIgnoreCase) : Compare(tree.GetText(cancellationToken), checksum);

    private static bool Compare(SourceText text, string checksum) =>
        (text.ChecksumAlgorithm is SourceHashAlgorithm.Sha256 && string.Equals(SourceChecksum.FromHash(text.GetChecksum()), checksum, StringComparison.OrdinalIgnoreCase)) ||
        SourceChecksum.IsOf(checksum, text.ToString());
}
