using System.Reflection;
using System.Runtime.CompilerServices;
using PerfAnalyzers.Collector.Symbols;

namespace PerfAnalyzers.Collector.Stacks;

/// <summary>
/// Decides which assemblies a line of evidence may point into: those built from source, not the framework, not packages,
/// and only with their debug information at hand.
/// </summary>
internal sealed class UserCode(SourcePaths paths, IReadOnlySet<string> packages)
{
    // For programs without a dependency file; with one, packages are known by what they are and not by what they are called.
    private static readonly string[] ForeignPrefixes =
    [
        "System.", "Microsoft.EntityFrameworkCore", "Microsoft.AspNetCore", "Microsoft.Extensions.", "Microsoft.Data.", "Microsoft.Win32.",
        "Microsoft.VisualStudio.TestPlatform", "Microsoft.TestPlatform", "Microsoft.CSharp", "Npgsql", "SQLitePCLRaw", "Dapper", "xunit.", "testhost",
    ];

    private readonly ConditionalWeakTable<Module, Box> _modules = [];

    /// <summary>The symbols of a user module, or null when the module is not user code.</summary>
    public AssemblySymbols? Symbols(Module module) =>
        _modules.GetValue(module, m => new(Open(m))).Symbols;

    /// <summary>Whether an assembly of this name and place can be user code, its debug information aside.</summary>
    public bool IsCandidate(string name, string path)
    {
        if (path.Length == 0 || name == "mscorlib" || name == "netstandard" || name == "System" || packages.Contains(name))
            return false;

        // dotnet/shared/Microsoft.NETCore.App/10.0.1/System.Linq.dll
        if (path.Replace('\\', '/').Contains("/shared/Microsoft.", StringComparison.OrdinalIgnoreCase))
            return false;

        foreach (var prefix in ForeignPrefixes)
        {
            if (name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
                return false;
        }

        return true;
    }

    private AssemblySymbols? Open(Module module)
    {
        var assembly = module.Assembly;
        if (assembly.IsDynamic || assembly == typeof(UserCode).Assembly)
            return null;

        var path = assembly.Location;
        return IsCandidate(assembly.GetName().Name ?? "", path) ? AssemblySymbols.Open(path, paths) : null;
    }

    private sealed record Box(AssemblySymbols? Symbols);
}
