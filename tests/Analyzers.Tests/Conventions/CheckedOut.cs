using System.Reflection;

namespace PerfAnalyzers.Tests.Conventions;

/// <summary>Files of the repository that the tests compare with the code.</summary>
internal static class CheckedOut
{
    private static readonly string s_root = typeof(CheckedOut).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "RepositoryRoot").Value!;

    /// <summary>The text of a file, with LF line ends.</summary>
    public static string Read(string path) => File.ReadAllText(Path.Combine(s_root, path)).ReplaceLineEndings("\n");

    /// <summary>Replaces a file, which somebody then reviews.</summary>
    public static void Write(string path, string text) => File.WriteAllText(Path.Combine(s_root, path), text);

    /// <summary>The names of the files in a directory.</summary>
    public static IEnumerable<string> Names(string directory, string pattern) =>
        Directory.EnumerateFiles(Path.Combine(s_root, directory), pattern).Select(f => Path.GetFileName(f)!);

    /// <summary>The C# files below a directory.</summary>
    public static IEnumerable<string> Sources(string directory) =>
        Directory.EnumerateFiles(Path.Combine(s_root, directory), "*.cs", SearchOption.AllDirectories);
}
