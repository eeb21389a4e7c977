namespace PerfAnalyzers.Tool.Sources;

/// <summary>The files below the repository's root by name, listed when first asked for: what a path from another machine is recognised among.</summary>
internal sealed class RepositoryFiles(string root)
{
    private const int MaxFiles = 500_000;

    private static readonly string[] s_skipped = ["node_modules", "obj", "packages", "TestResults"];

    private readonly Lazy<Dictionary<string, List<string>>> _byName = new(() => List(root));

    /// <summary>The files of this name, relative to the root, with <c>/</c>.</summary>
    public IReadOnlyList<string> Named(string name) => _byName.Value.TryGetValue(name, out var files) ? files : [];

    private static Dictionary<string, List<string>> List(string root)
    {
        var byName = new Dictionary<string, List<string>>(OperatingSystem.IsWindows() ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal);
        var options = new EnumerationOptions { IgnoreInaccessible = true, AttributesToSkip = FileAttributes.ReparsePoint };
        var open = new Stack<string>([root]);
        var count = 0;
        while (count < MaxFiles && open.TryPop(out var directory))
        {
            foreach (var child in Directory.EnumerateDirectories(directory, "*", options))
            {
                var name = Path.GetFileName(child);
                if (!name.StartsWith('.') && !s_skipped.Contains(name))
                    open.Push(child);
            }

            foreach (var file in Directory.EnumerateFiles(directory, "*", options))
            {
                var name = Path.GetFileName(file);
                if (!byName.TryGetValue(name, out var files))
                    byName.Add(name, files = []);

                files.Add(Path.GetRelativePath(root, file).Replace('\\', '/'));
                count++;
            }
        }

        return byName;
    }
}
