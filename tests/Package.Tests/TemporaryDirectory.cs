namespace PerfAnalyzers.Package.Tests;

/// <summary>A directory outside the repository, so that none of the repository's build settings reach what is built in it.</summary>
internal sealed class TemporaryDirectory : IDisposable
{
    /// <summary>Where it is made; packages are unpacked and programs built in it, and most of their time is the disk's.</summary>
    private static readonly string s_parent = Environment.GetEnvironmentVariable("PERFANALYZERS_SCRATCH") is { Length: > 0 } scratch ? scratch : Path.GetTempPath();

    /// <summary>The directory, which exists.</summary>
    public string FullName { get; } = Directory.CreateDirectory(Path.Combine(s_parent, "perfanalyzers-" + Path.GetRandomFileName())).FullName;

    /// <summary>A path below the directory.</summary>
    public string this[string relative] => Path.Combine(FullName, relative);

    /// <summary>Writes a file, with the directories it needs.</summary>
    public string Write(string relative, string text)
    {
        var path = this[relative];
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }

    public void Dispose() => Directory.Delete(FullName, recursive: true);
}
