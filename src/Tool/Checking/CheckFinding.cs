using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using PerfAnalyzers.EvidenceFormat;
using PerfAnalyzers.Tool.Reading;
using PerfAnalyzers.Tool.Scanning;

namespace PerfAnalyzers.Tool.Checking;

/// <summary>A budget that is not met, as the build would report it: under the same ids, at the same place.</summary>
internal static class CheckFinding
{
    /// <summary>The rule of a budget that is exceeded.</summary>
    public const string Exceeded = "PERF9002";

    /// <summary>The finding, or null for a budget that is met.</summary>
    public static ScanFinding? Of(CheckedBudget budget)
    {
        var (id, severity) = budget.State switch
        {
            BudgetState.Broken => (Exceeded, DiagnosticSeverity.Error),
            BudgetState.Warns => (Exceeded, DiagnosticSeverity.Warning),
            BudgetState.NoEvidence or BudgetState.Partial => ("PERF9003", DiagnosticSeverity.Warning),
            BudgetState.Stale => ("PERF9004", DiagnosticSeverity.Warning),
            _ => ("", default),
        };
        if (id.Length == 0)
            return null;

        var (file, line) = Place(budget);
        return new(file, line, 1, severity, id, budget.Message, "") { Properties = PropertiesOf(budget) };
    }

    // The member's source; without debug information, what the evidence says about it, or else whatever states the budget.
    private static (string File, int Line) Place(CheckedBudget budget)
    {
        if (budget.Budget.File.Length > 0)
            return (Shown(budget.Budget.File), Math.Max(1, budget.Budget.Line));

        return budget.Verdict.Decisive?.Record is { File: { } file } record
            ? (Shown(file), Math.Max(1, record.SourceLine ?? 1))
            : (Shown(budget.Budget.Source), 1);
    }

    private static string Shown(string file)
    {
        var inRepository = Path.Combine(PerfDirectory.Root(), file);
        return File.Exists(inRepository) ? ScanFinding.Relative(Path.GetFullPath(inRepository)) : file.Replace('\\', '/');
    }

    private static ImmutableDictionary<string, string?> PropertiesOf(CheckedBudget budget)
    {
        var properties = ImmutableDictionary.CreateBuilder<string, string?>();
        properties["perf.state"] = "observed";
        properties["perf.verdict"] = CheckText.Word(budget.State);
        properties["perf.member"] = budget.Budget.Key;
        if (budget.Verdict.Decisive is { } decisive)
            properties["perf.profile"] = decisive.Profile.Name;

        return properties.ToImmutable();
    }
}
