namespace PerfAnalyzers.Tool.Sources;

/// <summary>Where the assemblies are that ran somewhere: in directories that the user names, and in the repository's build output.</summary>
/// <param name="files">The repository's files, build output included.</param>
/// <param name="root">The repository.</param>
/// <param name="directories">Other directories with assemblies, or assemblies, looked at first.</param>
internal sealed class AssemblyFiles(RepositoryFiles files, string root, IReadOnlyList<string> directories)
{
    /// <summary>The files that an assembly may be, the likeliest first.</summary>
    /// <param name="name">Its simple name.</param>
    /// <param name="captured">Where a capture says that it was, or null.</param>
    public IEnumerable<string> Candidates(string name, string? captured = null)
    {
        if (captured is not null && IsLocal(captured) && File.Exists(captured))
            yield return captured;

        var file = name + ".dll";
        if (file.IndexOfAny(['/', '\\']) >= 0)
            yield break;

        foreach (var given in directories.Select(d => File.Exists(d) ? d : Path.Combine(d, file)).Where(p => Path.GetFileName(p) == file && File.Exists(p)))
            yield return given;

        var built = files.Named(file)
            .Where(p => p.Contains("bin/", StringComparison.Ordinal) && !p.Contains("/ref/", StringComparison.Ordinal))
            .Select(p => Path.Combine(root, p))
            .OrderByDescending(File.GetLastWriteTimeUtc);
        foreach (var path in built)
            yield return path;
    }

    /// <summary>Whether a path that a capture names may be opened: an assembly on this machine, and neither a device nor somebody's network share.</summary>
    public static bool IsLocal(string path) =>
        Path.IsPathRooted(path) && !path.StartsWith(@"\\", StringComparison.Ordinal) && !path.StartsWith("//", StringComparison.Ordinal) &&
        (path.EndsWith(".dll", StringComparison.OrdinalIgnoreCase) || path.EndsWith(".exe", StringComparison.OrdinalIgnoreCase));
}
