namespace PerfAnalyzers.Collector.Symbols;

/// <summary>
/// Names source files as evidence does: relative to the repository, forward slashes. Debug information holds the build
/// machine's absolute path, which belongs to nobody else and may hold a user's name, so a file outside the root keeps only its own name.
/// </summary>
internal sealed class SourcePaths(string? root)
{
    private readonly string? _root = root is null ? null : WithSlash(root);

    /// <summary>Documents as the debug information names them, for readers that know better where they are.</summary>
    public static SourcePaths AsBuilt { get; } = new(null);

    /// <summary>The nearest directory upwards that holds a solution or <c>.git</c>, or null.</summary>
    public static string? FindRoot(string directory)
    {
        try
        {
            for (var current = new DirectoryInfo(directory); current is not null; current = current.Parent)
            {
                if (Directory.Exists(Path.Combine(current.FullName, ".git")) || File.Exists(Path.Combine(current.FullName, ".git")) ||
                    current.EnumerateFiles("*.sln").Any() || current.EnumerateFiles("*.slnx").Any())
                {
                    return current.FullName;
                }
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }

        return null;
    }

    /// <summary>The name of a document of the debug information.</summary>
    public string Name(string document)
    {
        if (_root is null)
            return document;

        var path = document.Replace('\\', '/');
        if (path.StartsWith(_root, Comparison))
            return path[_root.Length..];

        // What deterministic builds write for the repository root.
        if (path.StartsWith("/_/", StringComparison.Ordinal))
            return path[3..];

        return path[(path.LastIndexOf('/') + 1)..];
    }

    private static StringComparison Comparison =>
        OperatingSystem.IsWindows() ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;

    private static string WithSlash(string root)
    {
        var path = root.Replace('\\', '/');
        return path.EndsWith('/') ? path : path + "/";
    }
}
