namespace PerfAnalyzers.Tool.Tests.Importing;

/// <summary>Files that real tools wrote.</summary>
internal static class Samples
{
    public static string Directory { get; } = Path.Combine(AppContext.BaseDirectory, "Samples");

    /// <summary>The path of one.</summary>
    public static string File(string relative) => Path.Combine(Directory, relative);

    /// <summary>All of them, relative, with <c>/</c>.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        .. System.IO.Directory.EnumerateFiles(Directory, "*", SearchOption.AllDirectories)
            .Select(f => Path.GetRelativePath(Directory, f).Replace('\\', '/'))
            .Order(StringComparer.Ordinal),
    ];
}
