using PerfAnalyzers.Collector.Symbols;

namespace PerfAnalyzers.Tool.Reading;

/// <summary>Where evidence lies: <c>.perf</c> next to the solution or <c>.git</c>.</summary>
internal static class PerfDirectory
{
    public const string Name = ".perf";
    public const string Extension = ".perfevidence";

    /// <summary>The directory that file names in evidence are relative to.</summary>
    public static string Root() => SourcePaths.FindRoot(Directory.GetCurrentDirectory()) ?? Directory.GetCurrentDirectory();

    /// <summary>The evidence files of the nearest <c>.perf</c> directory upwards, within the repository.</summary>
    public static IReadOnlyList<string> Files() => Files(Extension);

    /// <summary>The files of that directory whose names end so.</summary>
    public static IReadOnlyList<string> Files(string extension)
    {
        for (var current = new DirectoryInfo(Directory.GetCurrentDirectory()); current is not null; current = current.Parent)
        {
            var directory = Path.Combine(current.FullName, Name);
            if (Directory.Exists(directory))
                return [.. Directory.EnumerateFiles(directory, "*" + extension).Order(StringComparer.Ordinal)];

            // What lies above the repository belongs to somebody else. In a worktree and a submodule .git is a file.
            if (Path.Exists(Path.Combine(current.FullName, ".git")))
                break;
        }

        return [];
    }
}
