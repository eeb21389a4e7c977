namespace PerfAnalyzers.Corpus.Loading;

/// <summary>Paths inside a tree: relative to its root, with forward slashes, the root itself being empty.</summary>
internal static class TreePath
{
    /// <summary>The directory of a path, or null for the root.</summary>
    public static string? Parent(string path) =>
        path.Length == 0 ? null : path.LastIndexOf('/') is > 0 and var slash ? path[..slash] : "";

    /// <summary>The name behind the last slash.</summary>
    public static string Name(string path) => path[(path.LastIndexOf('/') + 1)..];

    /// <summary>A path as a project file spells it, seen from a directory; null when it leaves the tree or is not known before a build.</summary>
    public static string? Resolve(string directory, string spelled)
    {
        spelled = spelled.Replace('\\', '/');
        if (spelled.Contains("$(", StringComparison.Ordinal))
            return null;

        // What $(MSBuildThisFileDirectory) and its like expand to starts with a slash, the root of the tree.
        var start = spelled.StartsWith('/') ? "" : directory;
        var parts = new List<string>(start.Split('/', StringSplitOptions.RemoveEmptyEntries));
        foreach (var part in spelled.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            if (part == "..")
            {
                if (parts.Count == 0)
                    return null;

                parts.RemoveAt(parts.Count - 1);
            }
            else if (part != ".")
            {
                parts.Add(part);
            }
        }

        return string.Join('/', parts);
    }

    /// <summary>Whether a path lies below a directory.</summary>
    public static bool IsBelow(string path, string directory) =>
        directory.Length == 0 || (path.Length > directory.Length && path[directory.Length] == '/' && path.StartsWith(directory, StringComparison.Ordinal));
}
