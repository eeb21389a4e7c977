namespace ProfileFirst.Scratch;

/// <summary>The hand-written files of a project directory.</summary>
internal static class Sources
{
    /// <summary>C# and settings files below <paramref name="directory"/>, relative to it, without build output.</summary>
    public static IEnumerable<string> Of(string directory) =>
        Directory.EnumerateFiles(directory, "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(directory, file).Replace('\\', '/'))
            .Where(file => file.EndsWith(".cs", StringComparison.Ordinal) || file is "appsettings.json")
            .Where(file => !file.StartsWith("bin/", StringComparison.Ordinal) && !file.StartsWith("obj/", StringComparison.Ordinal));
}
