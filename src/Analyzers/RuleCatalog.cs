using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace PerfAnalyzers;

/// <summary>
/// Every rule, one statement each. Slot <c>{0}</c> of every message is what evidence says, and comes last. Every default is
/// Warning, because the build does not run analyzers whose rules are all quieter; <see cref="AnalysisSession"/> decides what an
/// instance deserves.
/// </summary>
internal static class RuleCatalog
{
    /// <summary>The category of every rule.</summary>
    public const string Category = "Performance";

    public static readonly DiagnosticDescriptor QueryInLoop = Rule("PERF1001",
        "Query runs once per element",
        "'{1}' queries the database {2}{3}{0}",
        "A database read that runs once per element of a collection costs a round trip each; one query for all elements costs one.");

    public static readonly DiagnosticDescriptor BudgetExceeded = Rule("PERF9002",
        "Measured cost exceeds the performance budget",
        "'{1}' exceeds its budget: {2}{0}",
        "The evidence shows that the member costs more than its [PerformanceBudget] allows.");

    public static readonly DiagnosticDescriptor MalformedInput = Rule("PERF9005",
        "Line of an evidence or knowledge file cannot be used",
        "{1}; this line is ignored, the others count{0}",
        "A line of a .perfevidence or .perfapis file breaks the format.");

    /// <summary>Every rule, in the order of ids.</summary>
    public static ImmutableArray<DiagnosticDescriptor> All { get; } = [QueryInLoop, BudgetExceeded, MalformedInput];

    /// <summary>Where the page of a rule is found.</summary>
    public static string HelpLink(string id) => $"https://github.com/PerfAnalyzers/PerfAnalyzers/blob/main/docs/rules/{id}.md";

    private static DiagnosticDescriptor Rule(string id, string title, string message, string description) =>
#pragma warning disable RS0030 // The one place that makes descriptors.
        new(id, title, message, Category, DiagnosticSeverity.Warning, isEnabledByDefault: true, description, HelpLink(id));
#pragma warning restore RS0030
}
