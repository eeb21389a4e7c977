namespace PerfAnalyzers.Tool.Reporting;

/// <summary>
/// Lines of source around a place. A log may name any file: only source code that lies in the repository is shown, not what a path or a link leads to elsewhere, and no
/// files of configuration, which hold what nobody wants to hand on.
/// </summary>
internal sealed class SourceExcerpts(string root)
{
    private const int Near = 2;
    private const long MaxFile = 5_000_000;
    private const int MaxLine = 240;

    private static readonly HashSet<string> s_code = new(StringComparer.OrdinalIgnoreCase)
    {
        ".cs", ".razor", ".cshtml", ".fs", ".vb", ".js", ".ts", ".jsx", ".tsx", ".go", ".py", ".java", ".kt", ".rb", ".rs", ".c", ".cc", ".cpp", ".h", ".hpp", ".php", ".sql",
    };

    private readonly string _root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(root)) + Path.DirectorySeparatorChar;
    private readonly Dictionary<string, string[]?> _files = new(StringComparer.Ordinal);

    /// <summary>The lines around one, with the number of the first; null when there is nothing to show.</summary>
    public (int First, IReadOnlyList<string> Lines)? Around(string file, int line)
    {
        if (file.Length == 0 || line < 1)
            return null;

        if (!_files.TryGetValue(file, out var lines))
            _files.Add(file, lines = Read(file));

        if (lines is null || line > lines.Length)
            return null;

        var first = Math.Max(1, line - Near);
        return (first, [.. lines[(first - 1)..Math.Min(lines.Length, line + Near)].Select(l => l.Length > MaxLine ? l[..MaxLine] + "…" : l)]);
    }

    private string[]? Read(string file)
    {
        try
        {
            var path = Path.GetFullPath(file, _root);
            if (!s_code.Contains(Path.GetExtension(path)) || !IsInside(path))
                return null;

            var info = new FileInfo(path);
            return info.Exists && info.Length <= MaxFile ? File.ReadAllLines(path) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return null;
        }
    }

    private bool IsInside(string path)
    {
        if (!path.StartsWith(_root, StringComparison.Ordinal))
            return false;

        // No link on the way: it may lead out of the repository.
        for (var at = path; at.Length > _root.Length; at = Path.GetDirectoryName(at)!)
        {
            if (new FileInfo(at).LinkTarget is not null)
                return false;
        }

        return true;
    }
}
