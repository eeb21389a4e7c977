namespace PerfAnalyzers.Corpus.Loading;

/// <summary>The files of a repository at one commit.</summary>
internal sealed class CheckedOutTree
{
    private static readonly HashSet<string> s_skipped = new(StringComparer.OrdinalIgnoreCase) { "bin", "obj", "node_modules", ".git", ".vs" };

    private readonly Func<string, string> _read;
    private readonly HashSet<string> _known;
    private readonly Dictionary<string, ProjectFile> _projects = new(StringComparer.OrdinalIgnoreCase);

    /// <param name="root">Where the tree is; paths that others see start with it.</param>
    /// <param name="files">The paths in the tree.</param>
    /// <param name="read">Text of a path in the tree.</param>
    public CheckedOutTree(string root, IEnumerable<string> files, Func<string, string> read)
    {
        Root = root;
        Files = [.. files.Order(StringComparer.Ordinal)];
        _known = new(Files, StringComparer.OrdinalIgnoreCase);
        _read = read;
    }

    /// <summary>Where the tree is.</summary>
    public string Root { get; }

    /// <summary>Every path, in ordinal order.</summary>
    public IReadOnlyList<string> Files { get; }

    /// <summary>The C# projects.</summary>
    public IEnumerable<string> ProjectPaths => Files.Where(f => f.EndsWith(".csproj", StringComparison.OrdinalIgnoreCase));

    /// <summary>What a tree's directory is called.</summary>
    public static string NameOf(string repository, string commit) => $"{repository.Replace('/', '+')}@{commit[..Math.Min(10, commit.Length)]}";

    /// <summary>The tree of a repository at a commit, or null when it is not there.</summary>
    public static CheckedOutTree? Find(string checkouts, string repository, string commit)
    {
        var directory = Path.Combine(Path.GetFullPath(checkouts), NameOf(repository, commit));
        return Directory.Exists(directory) ? new(directory, Walk(directory, ""), path => File.ReadAllText(Path.Combine(directory, path))) : null;
    }

    /// <summary>Whether there is such a file.</summary>
    public bool Has(string path) => _known.Contains(path);

    /// <summary>The path as the tree spells it: project files do not keep to upper and lower case.</summary>
    public string? Spelled(string path) => _known.TryGetValue(path, out var spelled) ? spelled : null;

    /// <summary>The text of a file.</summary>
    public string Read(string path) => _read(path);

    /// <summary>The full path of a file.</summary>
    public string FullPath(string path) => Path.Combine(Root, path);

    /// <summary>The path in the tree of a full path.</summary>
    public string PathOf(string fullPath) => Path.GetRelativePath(Root, fullPath).Replace('\\', '/');

    /// <summary>A project, or null when there is none or it cannot be read.</summary>
    public ProjectFile? Project(string path)
    {
        if (Spelled(path) is not { } spelled)
            return null;

        if (!_projects.TryGetValue(spelled, out var project))
            _projects.Add(spelled, project = ProjectFile.Read(this, spelled));

        return project;
    }

    /// <summary>The project that compiles a file: the nearest above it that does, else any that does.</summary>
    public ProjectFile? ProjectOf(string file)
    {
        var above = ProjectPaths.Where(p => TreePath.IsBelow(file, TreePath.Parent(p)!)).OrderByDescending(p => TreePath.Parent(p)!.Length);
        return above.Concat(ProjectPaths).Select(Project).FirstOrDefault(p => p!.Sources.Contains(file));
    }

    /// <summary>The nearest file of a name in a directory or above it.</summary>
    public string? FindAbove(string? directory, string name)
    {
        for (; directory is not null; directory = TreePath.Parent(directory))
        {
            if (Spelled(directory.Length == 0 ? name : $"{directory}/{name}") is { } path)
                return path;
        }

        return null;
    }

    private static IEnumerable<string> Walk(string root, string directory)
    {
        foreach (var entry in new DirectoryInfo(Path.Combine(root, directory)).EnumerateFileSystemInfos())
        {
            var path = directory.Length == 0 ? entry.Name : $"{directory}/{entry.Name}";
            // A link could leave the tree, or turn in circles.
            if (entry.LinkTarget is not null)
                continue;

            if (entry is FileInfo)
            {
                yield return path;
            }
            else if (!s_skipped.Contains(entry.Name))
            {
                foreach (var below in Walk(root, path))
                    yield return below;
            }
        }
    }
}
