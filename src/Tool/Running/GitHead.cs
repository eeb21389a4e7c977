namespace PerfAnalyzers.Tool.Running;

/// <summary>The commit that is checked out, read from git's own files: starting git could ask for a password or not be there.</summary>
internal static class GitHead
{
    /// <summary>The first seven digits of the commit, or null.</summary>
    public static string? Commit(string root)
    {
        try
        {
            var git = Path.Combine(root, ".git");
            // In a worktree or submodule .git is a file that says where the directory is.
            if (File.Exists(git) && Value(File.ReadAllText(git), "gitdir:") is { } elsewhere)
                git = Path.GetFullPath(Path.Combine(root, elsewhere));

            var head = File.ReadAllText(Path.Combine(git, "HEAD")).Trim();
            return Short(Value(head, "ref:") is { } reference ? Resolve(git, reference) : head);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }

    private static string? Resolve(string git, string reference)
    {
        var common = Path.Combine(git, "commondir");
        var directories = File.Exists(common) ? new[] { git, Path.GetFullPath(Path.Combine(git, File.ReadAllText(common).Trim())) } : [git];
        foreach (var directory in directories)
        {
            if (File.Exists(Path.Combine(directory, reference)))
                return File.ReadAllText(Path.Combine(directory, reference)).Trim();

            var packed = Path.Combine(directory, "packed-refs");
            var line = File.Exists(packed)
                ? File.ReadLines(packed).FirstOrDefault(l => l.EndsWith(" " + reference, StringComparison.Ordinal))
                : null;
            if (line is not null)
                return line;
        }

        return null;
    }

    private static string? Value(string text, string prefix) =>
        text.StartsWith(prefix, StringComparison.Ordinal) ? text[prefix.Length..].Trim() : null;

    private static string? Short(string? commit) =>
        commit is { Length: >= 7 } && commit.Take(7).All(char.IsAsciiHexDigit) ? commit[..7] : null;
}
