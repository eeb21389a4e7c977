using Microsoft.CodeAnalysis;

namespace PerfAnalyzers;

/// <summary>Code that runs once, or by hand, or in a test: a repetition there is worth knowing and not worth a warning.</summary>
internal static class Place
{
    // What people call such code, measured on ten products: the reports judged "true, but nobody would batch it" stood in these.
    private static readonly string[] s_oneOff = ["Seed", "Migration", "Migrate", "Migrator", "Install", "Upgrade", "DatabaseFix", "DbInitializer", "DataInitializer", "Startup", "Housekeep", "Backfill", "Warmup", "WarmUp"];

    // What somebody starts by hand and waits for; only as the name of a project, and not of what it is a part of.
    private static readonly string[] s_byHand = ["Cli", "CLI", "CommandLine"];

    private static readonly string[] s_startMessages = ["ApplicationStart", "AppStart", "HostStart"];

    private static readonly string[] s_testNames = ["Test", "Spec", "Benchmark"];

    // What a library's repository has beside it to show how it is used.
    private static readonly string[] s_shown = ["Sample", "Example", "Demo", "Playground", "Sandbox"];

    private static readonly string[] s_testFrameworks =
    [
        "xunit.core", "xunit.v3.core", "nunit.framework", "Microsoft.VisualStudio.TestPlatform.TestFramework", "MSTest.TestFramework", "TUnit.Core",
        "BenchmarkDotNet",
    ];

    /// <summary>The reason that lies in the member's place, as a clause, or null.</summary>
    public static string? Of(ISymbol member) => IsOneOff(member) ? "runs at startup or in maintenance" : IsByHand(member.ContainingAssembly) ? "in a tool that is started by hand" : null;

    /// <summary>
    /// The reason that lies in the project, or null. Both must say so: products ship test support that references a framework, and a
    /// product may be about tests.
    /// </summary>
    public static string? OfProject(Compilation compilation) =>
        compilation.AssemblyName is { } name && Array.Exists(s_testNames, n => HasWord(name, n, StringComparison.OrdinalIgnoreCase)) &&
        compilation.ReferencedAssemblyNames.Any(a => s_testFrameworks.Contains(a.Name, StringComparer.OrdinalIgnoreCase))
            ? "in a test project"
            : null;

    /// <summary>Whether a program is there for its own sake, and not to test a library or to show it.</summary>
    public static bool IsOfProduct(Compilation program) => OfProject(program) is null && program.AssemblyName is { } name && !Array.Exists(s_shown, n => HasWord(name, n, StringComparison.OrdinalIgnoreCase));

    // Shop.Cli, Shop.CommandLine.Export, Shop.DatabaseTool; not Shop.Tools, which may be what every part of it needs.
    private static bool IsByHand(IAssemblySymbol? project) => project is { Name: var name } &&
        (Array.Exists(name.Split('.'), part => Array.IndexOf(s_byHand, part) >= 0) || name.EndsWith("Tool", StringComparison.Ordinal));

    private static bool IsOneOff(ISymbol member)
    {
        for (var symbol = member; symbol is IMethodSymbol or IPropertySymbol or IFieldSymbol or INamedTypeSymbol; symbol = symbol.ContainingSymbol)
        {
            if (SaysSo(symbol.Name))
                return true;
        }

        // class FillCatalog : IDataSeeder
        if (member.ContainingType is { } type && type.AllInterfaces.Any(i => SaysSo(i.Name)))
            return true;

        // A project whose name says so does nothing else. Not Startup: programs call the one so that they start with.
        if (member.ContainingAssembly is { Name: var assembly } && Array.Exists(s_oneOff, word => word != "Startup" && HasWord(assembly, word)))
            return true;

        // Handle(ApplicationStarted message)
        return member is IMethodSymbol method && method.Parameters.Any(p => Array.Exists(s_startMessages, word => p.Type.Name.IndexOf(word, StringComparison.Ordinal) >= 0));
    }

    private static bool SaysSo(string name) => Array.Exists(s_oneOff, word => HasWord(name, word));

    // SeedAsync and DataSeeder, but not Proceed, and shop-tests, but neither Contest nor Spectator: the word starts with a capital or where no other
    // word is, and an s, d, r or capital may follow.
    private static bool HasWord(string name, string word, StringComparison comparison = StringComparison.Ordinal)
    {
        for (var at = name.IndexOf(word, comparison); at >= 0; at = name.IndexOf(word, at + 1, comparison))
        {
            if ((at == 0 || char.IsUpper(name[at]) || !char.IsLetter(name[at - 1])) && EndsAt(name, at + word.Length))
                return true;
        }

        return false;
    }

    private static bool EndsAt(string name, int after) =>
        after == name.Length || !char.IsLower(name[after]) || name.IndexOf("er", after, StringComparison.Ordinal) == after ||
        name.IndexOf("ing", after, StringComparison.Ordinal) == after || name[after] is 's' or 'd';
}
