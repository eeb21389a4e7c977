using System.Text.RegularExpressions;

namespace PerfAnalyzers.Corpus.Loading;

/// <summary>An MSBuild wildcard: <c>**</c> spans directories, <c>*</c> and <c>?</c> do not.</summary>
internal sealed class FilePattern
{
    private readonly string? _exact;
    private readonly Regex? _wildcard;

    private FilePattern(string path)
    {
        if (path.AsSpan().IndexOfAny('*', '?') < 0)
        {
            _exact = path;
            return;
        }

        var expression = Regex.Escape(path).Replace(@"\*\*/", "(.*/)?", StringComparison.Ordinal)
            .Replace(@"\*\*", ".*", StringComparison.Ordinal)
            .Replace(@"\*", "[^/]*", StringComparison.Ordinal)
            .Replace(@"\?", "[^/]", StringComparison.Ordinal);
        // Project files are written on systems that do not tell upper from lower case.
        _wildcard = new($"^{expression}$", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase);
    }

    /// <summary>The pattern that a project file in a directory means, or null when it points out of the tree.</summary>
    public static FilePattern? Of(string directory, string spelled) =>
        TreePath.Resolve(directory, spelled) is { Length: > 0 } path ? new(path) : null;

    /// <summary>Whether a path of the tree is meant.</summary>
    public bool Matches(string path) => _wildcard?.IsMatch(path) ?? string.Equals(path, _exact, StringComparison.OrdinalIgnoreCase);
}
