using System.Collections.Immutable;
using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace PerfAnalyzers.Tests.Waits;

/// <summary>A package of analyzers, and those of its rules that are about threads that wait.</summary>
public sealed record Peer(string Package, ImmutableArray<string> Rules)
{
    /// <summary>The packages that are compared, with every rule of theirs about blocking, whether it is on by default or not.</summary>
    public static ImmutableArray<Peer> All { get; } =
    [
        new("Meziantou.Analyzer", ["MA0042", "MA0045"]),
        new("Microsoft.VisualStudio.Threading.Analyzers", ["VSTHRD002", "VSTHRD103", "VSTHRD104"]),
        new("AsyncFixer", ["AsyncFixer02"]),
        new("SonarAnalyzer.CSharp", ["S4462", "S6966"]),
        new("Microsoft.CodeAnalysis.NetAnalyzers", ["CA1849"]),
    ];

    /// <summary>The analyzers that report these rules, from the package's folder in <paramref name="folder"/>.</summary>
    public ImmutableArray<DiagnosticAnalyzer> Load(string folder)
    {
        var context = new Neighbours(Path.Combine(folder, Package));
        var types = Directory.EnumerateFiles(Path.Combine(folder, Package), "*.dll").Where(f => !f.Contains("CodeFix", StringComparison.Ordinal)).SelectMany(f => TypesOf(context, f));
        return
        [
            .. types.Where(t => !t.IsAbstract && t.GetCustomAttribute<DiagnosticAnalyzerAttribute>()?.Languages.Contains(LanguageNames.CSharp) == true && t.GetConstructor(Type.EmptyTypes) is not null)
                .Select(t => (DiagnosticAnalyzer)Activator.CreateInstance(t)!).Where(a => a.SupportedDiagnostics.Any(d => Rules.Contains(d.Id))),
        ];
    }

    private static IEnumerable<Type> TypesOf(AssemblyLoadContext context, string file)
    {
        try
        {
            return context.LoadFromAssemblyPath(Path.GetFullPath(file)).GetTypes();
        }
        // What derives from a type of a library that is not here is for editors.
        catch (ReflectionTypeLoadException e)
        {
            return e.Types.OfType<Type>();
        }
    }

    // Roslyn is ours, so that everybody means the same types.
    private sealed class Neighbours(string folder) : AssemblyLoadContext(Path.GetFileName(folder))
    {
        protected override Assembly? Load(AssemblyName assemblyName)
        {
            var beside = Path.GetFullPath(Path.Combine(folder, assemblyName.Name + ".dll"));
            var isShared = assemblyName.Name is "Microsoft.CodeAnalysis" or "Microsoft.CodeAnalysis.CSharp" || assemblyName.Name!.StartsWith("System.", StringComparison.Ordinal);
            return !isShared && File.Exists(beside) ? LoadFromAssemblyPath(beside) : null;
        }
    }
}
