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

    /// <summary>The framework, EF Core with SQLite and Npgsql, Dapper and the annotations.</summary>
    public static IReadOnlyList<MetadataReference> All => AllReferences.Value;

    /// <summary>The framework alone: what a project sees that uses none of the known libraries.</summary>
    public static IReadOnlyList<MetadataReference> FrameworkOnly => FrameworkReferences.Value;

    private static List<MetadataReference> Load(Func<string, bool> wanted) =>
        [.. Paths.Value.Where(wanted).Select(path => MetadataReference.CreateFromFile(path))];

    private static bool IsMachinery(string assembly) =>
        Machinery.Any(prefix => assembly.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
        || (assembly.StartsWith("PerfAnalyzers", StringComparison.Ordinal) && assembly != "PerfAnalyzers.Annotations");
}
