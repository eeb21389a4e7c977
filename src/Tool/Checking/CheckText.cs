using System.Globalization;
using PerfAnalyzers.EvidenceFormat;
using Spectre.Console;

namespace PerfAnalyzers.Tool.Checking;

/// <summary>The budgets for people: one row a limit, then what is to be done about, then the count.</summary>
internal static class CheckText
{
    public static void Write(IAnsiConsole console, TextWriter output, IReadOnlyList<CheckedBudget> budgets, IReadOnlyList<Scanning.ScanFinding> findings)
    {
        var table = new Table { Border = TableBorder.Simple, UseSafeBorder = true };
        table.AddColumn("budget").AddColumn("limit");
        foreach (var title in new[] { "allowed", "measured" })
            table.AddColumn(new TableColumn(title) { Alignment = Justify.Right, NoWrap = true });
        table.AddColumn("profile").AddColumn("verdict");
        foreach (var budget in budgets)
            AddRows(table, budget);

        if (budgets.Count > 0)
            console.Write(table);

        foreach (var finding in findings)
        {
            var place = finding.File.Length == 0 ? "" : $"{finding.File}({finding.Line}): ";
            output.Write(Terminal.Plain($"{place}{finding.SeverityText} {finding.Id}: {finding.Message}"));
            output.Write('\n');
        }

        output.Write($"{budgets.Count} {(budgets.Count == 1 ? "budget" : "budgets")}: {Counts(budgets)}\n");
    }

    /// <summary>How many budgets have which verdict, the worst first.</summary>
    public static string Counts(IReadOnlyList<CheckedBudget> budgets) => string.Join(", ", budgets
        .GroupBy(b => b.State).OrderByDescending(g => g.Key)
        .Select(g => $"{g.Count().ToString(CultureInfo.InvariantCulture)} {Word(g.Key)}")
        .DefaultIfEmpty("nothing to check"));

    /// <summary>The verdict on one limit of a budget.</summary>
    public static BudgetState StateOf(CheckedBudget budget, BudgetMeasure? measure) =>
        measure is null ? BudgetState.NoEvidence
        : measure.State is BudgetState.Met && budget.State is BudgetState.Stale or BudgetState.Partial ? budget.State
        : measure.State;

    /// <summary>A verdict as it is shown and written.</summary>
    public static string Word(BudgetState state) => state switch
    {
        BudgetState.NoEvidence => "no evidence",
        BudgetState.Stale => "stale evidence",
        BudgetState.Partial => "partial evidence",
        _ => state.ToString().ToLowerInvariant(),
    };

    private static void AddRows(Table table, CheckedBudget budget)
    {
        var first = true;
        foreach (var (limit, measure) in budget.Limits)
        {
            table.AddRow(
                first ? Terminal.Markup(budget.Name) : "",
                limit.Kind.Field,
                BudgetLimitKind.Number(limit.Allowed),
                measure is null ? "-" : BudgetLimitKind.Number(measure.Measured),
                measure is null ? "" : Terminal.Markup(measure.Profile.Name),
                Colored(StateOf(budget, measure)));
            first = false;
        }
    }

    private static string Colored(BudgetState state) => state switch
    {
        BudgetState.Met => $"[green]{Word(state)}[/]",
        BudgetState.Broken => $"[red]{Word(state)}[/]",
        _ => $"[yellow]{Word(state)}[/]",
    };
}
