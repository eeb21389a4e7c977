using System.Reflection;
using Microsoft.CodeAnalysis;

namespace PerfAnalyzers.Testing;

/// <summary>The real assemblies that test code compiles against: what the test process itself runs on.</summary>
public static class TestReferences
{
    // What belongs to the test run and must not be visible to the code under test.
    private static readonly string[] Machinery =
        ["Microsoft.CodeAnalysis", "Microsoft.VisualStudio", "Microsoft.TestPlatform", "Microsoft.Testing", "testhost", "xunit", "DiffPlex", "Humanizer", "Newtonsoft"];

    private static readonly Lazy<IReadOnlyList<string>> Paths = new(() =>
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetExtension(path) == ".dll" && !IsMachinery(Path.GetFileNameWithoutExtension(path))),
    ]);

    private static readonly Lazy<IReadOnlyList<MetadataReference>> AllReferences = new(() => Load(_ => true));

    private static readonly Lazy<IReadOnlyList<MetadataReference>> FrameworkReferences = new(() =>
    {
        var framework = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        return Load(path => Path.GetDirectoryName(path) == framework);
    });

    private static readonly Lazy<IReadOnlyList<MetadataReference>> KnownLibraries = new(() => Listed("KnownLibraries"));

    private static readonly Lazy<IReadOnlyList<MetadataReference>> OldLibraries = new(() => Listed("OlderLibraries"));

    /// <summary>The framework, EF Core with SQLite and Npgsql, Dapper and the annotations.</summary>
    public static IReadOnlyList<MetadataReference> All => AllReferences.Value;

    /// <summary>All that the tables know and that can be restored: tests compile against it, but run without it.</summary>
    public static IReadOnlyList<MetadataReference> Libraries => KnownLibraries.Value;

    /// <summary>Versions of some of them whose names were other ones, each to be looked at by itself.</summary>
    public static IReadOnlyList<MetadataReference> OlderLibraries => OldLibraries.Value;

    /// <summary>The framework alone: what a project sees that uses none of the known libraries.</summary>
    public static IReadOnlyList<MetadataReference> FrameworkOnly => FrameworkReferences.Value;

    private static List<MetadataReference> Load(Func<string, bool> wanted) =>
        [.. Paths.Value.Where(wanted).Select(path => MetadataReference.CreateFromFile(path))];

    // The build of tests/KnownLibraries wrote the list.
    private static List<MetadataReference> Listed(string name)
    {
        var list = typeof(TestReferences).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == name).Value!;
        return [.. File.ReadLines(list).Where(line => line.Length > 0).Select(path => MetadataReference.CreateFromFile(path))];
    }

    private static bool IsMachinery(string assembly) =>
        Machinery.Any(prefix => assembly.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
        || (assembly.StartsWith("PerfAnalyzers", StringComparison.Ordinal) && assembly != "PerfAnalyzers.Annotations");
}
