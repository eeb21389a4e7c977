using System.Globalization;
using System.Reflection;
using System.Runtime.Loader;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using PerfAnalyzers.Testing;

namespace PerfAnalyzers.CodeFixes.Tests.Catalogue;

/// <summary>
/// Entity Framework Core 8 beside the 10 that the tests refer to: programs are compiled against it, in the language of its time, and it is loaded for them alone.
/// The runtime and SQLite itself are the same for both. <c>PERFANALYZERS_EF8=all</c> runs all programs on it, otherwise one in <see cref="Every"/>.
/// </summary>
internal static partial class EntityFramework8
{
    private const int Every = 12;

    private static readonly bool s_isAll = Environment.GetEnvironmentVariable("PERFANALYZERS_EF8") == "all";

    // The build of tests/EntityFramework8 wrote the list. What talks to the native library is one for both.
    private static readonly Lazy<Dictionary<string, string>> s_libraries = new(() => File
        .ReadLines(typeof(EntityFramework8).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == nameof(EntityFramework8)).Value!)
        .Where(path => path.Length > 0 && !Path.GetFileName(path).StartsWith("SQLitePCLRaw", StringComparison.Ordinal))
        .ToDictionary(path => Path.GetFileNameWithoutExtension(path)));

    private static readonly Lazy<IReadOnlyList<MetadataReference>> s_references = new(() =>
        [.. TestReferences.FrameworkOnly, .. s_libraries.Value.Values.Select(path => MetadataReference.CreateFromFile(path))]);

    private static readonly LibraryContext s_context = new();

    /// <summary>Its version.</summary>
    public static Version Version => s_context.LoadFromAssemblyName(new("Microsoft.EntityFrameworkCore")).GetName().Version!;

    /// <summary>Whether a program runs on it.</summary>
    public static bool Includes(int number) => s_isAll || number % Every == 0;

    /// <summary>The project with those of its programs that run on it.</summary>
    public static Project PartOf(Project project) => project.RemoveDocuments(
        [.. project.Documents.Where(d => NumberIn().Match(d.Name) is { Success: true } match && !Includes(int.Parse(match.ValueSpan, CultureInfo.InvariantCulture))).Select(d => d.Id)]);

    /// <summary>These programs, compiled against it.</summary>
    public static Project On(Project project) => PartOf(project)
        .WithMetadataReferences(s_references.Value)
        .WithParseOptions(((CSharpParseOptions)project.ParseOptions!).WithLanguageVersion(LanguageVersion.CSharp12));

    /// <summary>The same, loaded.</summary>
    public static Task<CompiledProgram> LoadAsync(Project project) => CompiledProgram.LoadAsync(On(project), new ProgramContext());

    [GeneratedRegex(@"\d+")]
    private static partial Regex NumberIn();

    /// <summary>Where Entity Framework and what it needs is loaded, once.</summary>
    private sealed class LibraryContext() : AssemblyLoadContext("Entity Framework Core 8")
    {
        protected override Assembly? Load(AssemblyName assemblyName) => s_libraries.Value.TryGetValue(assemblyName.Name!, out var path) ? LoadFromAssemblyPath(path) : null;
    }

    /// <summary>Where a program is loaded: what it refers to comes from there, not from the test run.</summary>
    private sealed class ProgramContext() : AssemblyLoadContext(null)
    {
        protected override Assembly? Load(AssemblyName assemblyName) => s_libraries.Value.ContainsKey(assemblyName.Name!) ? s_context.LoadFromAssemblyName(assemblyName) : null;
    }
}
