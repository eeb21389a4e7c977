using System.Globalization;
using PerfAnalyzers.EvidenceFormat;
using PerfAnalyzers.Tool.Comparing;
using PerfAnalyzers.Tool.Scanning;

namespace PerfAnalyzers.Tool.Checking;

/// <summary>The budgets for a pull request: how many of which verdict, one row a limit, and what is to be done about.</summary>
internal static class CheckMarkdown
{
    public static void Write(TextWriter output, IReadOnlyList<CheckedBudget> budgets, IReadOnlyList<ScanFinding> findings)
    {
        output.Write($"### Budgets: {CheckText.Counts(budgets)}\n");
        if (budgets.Count > 0)
            output.Write("\n| budget | limit | allowed | measured | profile | verdict |\n|---|---|---:|---:|---|---|\n");

        foreach (var budget in budgets)
        {
            foreach (var (limit, measure) in budget.Limits)
            {
                var state = CheckText.StateOf(budget, measure);
                var (measured, profile) = measure is null ? ("-", "") : (BudgetLimitKind.Number(measure.Measured), DiffMarkdown.Text(measure.Profile.Name));
                output.Write($"| {DiffMarkdown.Text(budget.Name)} | {limit.Kind.Field} | {BudgetLimitKind.Number(limit.Allowed)} | {measured} | {profile} | {Strong(state)} |\n");
            }
        }

        if (findings.Count > 0)
            output.Write('\n');

        foreach (var finding in findings)
        {
            var place = finding.File.Length == 0 ? "" : $"{DiffMarkdown.Text(finding.File)}:{finding.Line.ToString(CultureInfo.InvariantCulture)}: ";
            output.Write($"- {place}{finding.SeverityText} {finding.Id}: {DiffMarkdown.Text(finding.Message)}\n");
        }
    }

    private static string Strong(BudgetState state) => state is BudgetState.Broken ? $"**{CheckText.Word(state)}**" : CheckText.Word(state);
}
