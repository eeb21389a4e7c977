using System.Collections.Immutable;
using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace PerfAnalyzers.Corpus.Analyzing;

/// <summary>The analyzers and source generators of a DLL.</summary>
/// <param name="Name">What tables call it.</param>
/// <param name="Analyzers">Its analyzers.</param>
/// <param name="Generators">Its generators.</param>
internal sealed record AnalyzerSet(string Name, ImmutableArray<DiagnosticAnalyzer> Analyzers, ImmutableArray<ISourceGenerator> Generators)
{
    /// <summary>Ours as built with this program, or another build of them.</summary>
    public static AnalyzerSet Ours(string? otherBuild) => otherBuild is null ? Of("PerfAnalyzers", typeof(PerfAnalyzer).Assembly) : Load(otherBuild);

    /// <summary>Only those that report one of these; all, when none is named.</summary>
    public AnalyzerSet Of(IReadOnlyCollection<string> rules) =>
        rules.Count == 0 ? this : this with { Analyzers = [.. Analyzers.Where(a => a.SupportedDiagnostics.Any(d => rules.Contains(d.Id)))] };

    /// <summary>Both in one build, which binds what both look at once.</summary>
    public AnalyzerSet And(AnalyzerSet other) => new($"{Name} + {other.Name}", [.. Analyzers, .. other.Analyzers], [.. Generators, .. other.Generators]);

    /// <summary>Reads a DLL; what it needs besides Roslyn lies next to it.</summary>
    public static AnalyzerSet Load(string path)
    {
        path = Path.GetFullPath(path);
        return Of(Path.GetFileNameWithoutExtension(path), new Neighbours(path).LoadFromAssemblyPath(path));
    }

    /// <summary>Reads a package: a folder with the DLLs that a compiler is given together.</summary>
    public static AnalyzerSet Package(string directory)
    {
        var context = new Neighbours(Path.Combine(Path.GetFullPath(directory), "*"));
        var dlls = Directory.EnumerateFiles(Path.GetFullPath(directory), "*.dll").Order(StringComparer.Ordinal).Where(f => !IsForEditors(f));
        var sets = dlls.Select(f => Of("", context.LoadFromAssemblyPath(f))).ToList();
        return new(Path.GetFileName(Path.TrimEndingDirectorySeparator(directory)), [.. sets.SelectMany(s => s.Analyzers)], []);
    }

    // Code fixes need assemblies that a compiler does not have, and so they are not in its way either.
    private static bool IsForEditors(string dll) => Path.GetFileName(dll) is var name &&
        (name.Contains("CodeFix", StringComparison.Ordinal) || name.Contains("Workspaces", StringComparison.Ordinal));

    private static AnalyzerSet Of(string name, Assembly assembly)
    {
        var types = LoadableTypes(assembly).Where(t => !t.IsAbstract && t.GetConstructor(Type.EmptyTypes) is not null).OrderBy(t => t.FullName, StringComparer.Ordinal).ToList();
        return new(
            name,
            [.. Create<DiagnosticAnalyzer>(types.Where(t => t.GetCustomAttribute<DiagnosticAnalyzerAttribute>()?.Languages.Contains(LanguageNames.CSharp) == true))],
            [.. Create<IIncrementalGenerator>(types).Select(g => g.AsSourceGenerator()), .. Create<ISourceGenerator>(types)]);
    }

    private static IEnumerable<T> Create<T>(IEnumerable<Type> types) =>
        types.Where(t => t.IsAssignableTo(typeof(T))).Select(t => (T)Activator.CreateInstance(t)!);

    // What derives from a type of another library cannot be loaded, and is no analyzer of ours to time.
    private static IEnumerable<Type> LoadableTypes(Assembly assembly)
    {
        try
        {
            return assembly.GetTypes();
        }
        catch (ReflectionTypeLoadException e)
        {
            return e.Types.OfType<Type>();
        }
    }

    // Roslyn comes from this program, so that everybody means the same types; the rest of an analyzer is its own.
    private sealed class Neighbours(string path) : AssemblyLoadContext(Path.GetFileNameWithoutExtension(path))
    {
        protected override Assembly? Load(AssemblyName assemblyName)
        {
            var beside = Path.Combine(Path.GetDirectoryName(path)!, assemblyName.Name + ".dll");
            var isShared = assemblyName.Name!.StartsWith("Microsoft.CodeAnalysis", StringComparison.Ordinal) || assemblyName.Name.StartsWith("System.", StringComparison.Ordinal);
            return !isShared && File.Exists(beside) ? LoadFromAssemblyPath(beside) : null;
        }
    }
}
