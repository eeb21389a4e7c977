using System.Reflection;
using System.Runtime.Loader;
using System.Xml.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace PerfAnalyzers.Tests.Evidence;

/// <summary>An analyzer package of another vendor, in the version that <c>benchmarks/Analyzers/Peers</c> restores.</summary>
internal static class PeerPackage
{
    /// <summary>Whether all packages that are asked for are here.</summary>
    public static bool AreRestored =>
        Files("Meziantou.Analyzer", "Meziantou.Analyzer.dll").Any() && Files("Roslynator.Analyzers", "Roslynator.CSharp.Analyzers.dll").Any() && Files("SonarAnalyzer.CSharp", "SonarAnalyzer.CSharp.dll").Any();

    /// <summary>All rules of an assembly of the package; empty where it has not been restored.</summary>
    public static IReadOnlyList<DiagnosticDescriptor> Rules(string package, string assembly)
    {
        foreach (var file in Files(package, assembly))
        {
            try
            {
                return Rules(file);
            }
            catch (Exception e) when (e is ReflectionTypeLoadException or TargetInvocationException or FileNotFoundException or FileLoadException or TypeLoadException)
            {
                // It is for a compiler that is newer than the one of these tests; there is another beside it.
            }
        }

        return [];
    }

    // What is for the newest compiler first.
    private static IEnumerable<string> Files(string package, string assembly)
    {
        var restored = XDocument.Load(Path.Combine(RepositoryRoot, "benchmarks", "Analyzers", "Peers", "Peers.csproj")).Descendants("PackageDownload").Single(p => (string?)p.Attribute("Include") == package);
        var packages = Environment.GetEnvironmentVariable("NUGET_PACKAGES") ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");

        // [$(MeziantouAnalyzerVersion)]
        var property = ((string)restored.Attribute("Version")!).Trim('[', ']', '$', '(', ')');
        var version = XDocument.Load(Path.Combine(RepositoryRoot, "Directory.Packages.props")).Descendants(property).Single().Value;
        var directory = Path.Combine(packages, package.ToLowerInvariant(), version);
        return Directory.Exists(directory) ? Directory.GetFiles(directory, assembly, SearchOption.AllDirectories).OrderByDescending(Compiler) : [];
    }

    private static string RepositoryRoot { get; } =
        typeof(PeerPackage).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "RepositoryRoot").Value!;

    // analyzers/dotnet/roslyn4.14/cs
    private static Version Compiler(string file) =>
        file.Split(Path.DirectorySeparatorChar).Where(part => part.StartsWith("roslyn", StringComparison.Ordinal))
            .Select(part => Version.TryParse(part["roslyn".Length..], out var version) ? version : new()).FirstOrDefault(new Version());

    private static List<DiagnosticDescriptor> Rules(string file)
    {
        var context = new AssemblyLoadContext(file);
        context.Resolving += (own, name) => Path.Combine(Path.GetDirectoryName(file)!, name.Name + ".dll") is var beside && File.Exists(beside) ? own.LoadFromAssemblyPath(beside) : null;
        return
        [
            .. from type in context.LoadFromAssemblyPath(file).GetTypes()
               where !type.IsAbstract && typeof(DiagnosticAnalyzer).IsAssignableFrom(type) && type.GetConstructor(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic, Type.EmptyTypes) is not null
               from rule in ((DiagnosticAnalyzer)Activator.CreateInstance(type, nonPublic: true)!).SupportedDiagnostics
               select rule,
        ];
    }
}
