using Microsoft.CodeAnalysis.Diagnostics;

namespace PerfAnalyzers.Tests.Conventions;

/// <summary>Every analyzer that ships, as the compiler would find them.</summary>
internal static class RuleAnalyzers
{
    public static IReadOnlyList<Type> Types { get; } =
        [.. typeof(PerfAnalyzer).Assembly.GetTypes().Where(t => !t.IsAbstract && typeof(DiagnosticAnalyzer).IsAssignableFrom(t) && !typeof(DiagnosticSuppressor).IsAssignableFrom(t))];

    public static IReadOnlyList<DiagnosticAnalyzer> Instances { get; } = [.. Types.Select(t => (DiagnosticAnalyzer)Activator.CreateInstance(t)!)];
}
