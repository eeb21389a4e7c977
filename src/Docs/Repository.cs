namespace PerfAnalyzers.Docs;

/// <summary>The checkout whose documentation is generated.</summary>
internal sealed class Repository
{
    /// <summary>The file that marks the root.</summary>
    public const string Marker = "PerfAnalyzers.sln";

    private readonly string _root;

    private Repository(string root) => _root = root;

    /// <summary>The repository the current directory is in, or null.</summary>
    public static Repository? Find()
    {
        for (var directory = new DirectoryInfo(Environment.CurrentDirectory); directory is not null; directory = directory.Parent)
        {
            if (File.Exists(Path.Combine(directory.FullName, Marker)))
                return new(directory.FullName);
        }

        return null;
    }

    /// <summary>The absolute path of a file of the repository.</summary>
    public string FullPath(string path) => Path.Combine(_root, path);

    /// <summary>The text of a file with LF line ends, or null when there is none.</summary>
    public string? Read(string path) =>
        File.Exists(FullPath(path)) ? File.ReadAllText(FullPath(path)).Replace("\r\n", "\n", StringComparison.Ordinal) : null;
}
