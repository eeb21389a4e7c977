using System.Globalization;
using PerfAnalyzers.Collector.Symbols;
using Spectre.Console;

namespace PerfAnalyzers.Tool.Comparing;

/// <summary>
/// The comparison for people: endpoints, then the lines that issue round trips, then the types of the heap that changed, of each the most important. Calling lines and all
/// types are in the JSON.
/// </summary>
internal static class DiffTable
{
    // A table is laid out as a whole, which takes a hundred times the memory of its text: what is longer goes on in another.
    private const int MostInTable = 1_000;

    /// <summary>Writes it.</summary>
    /// <param name="console">Where to.</param>
    /// <param name="comparison">What is compared.</param>
    /// <param name="most">How many endpoints, lines and types; 0 is all.</param>
    public static void Write(IAnsiConsole console, Comparison comparison, int most)
    {
        console.MarkupLine($"[bold]{Terminal.Markup(comparison.Before.Name)}[/] -> [bold]{Terminal.Markup(comparison.After.Name)}[/]: {comparison.Verdict}");
        Write(console, "endpoint", Compared.ByImportance(comparison.Endpoints), e => e.Key, most);
        Write(console, "site", Compared.ByImportance(comparison.Lines), Site, most);
        Write(console, "type", comparison.ChangedTypes, t => t.TypeName, most);
    }

    private static void Write(IAnsiConsole console, string title, IEnumerable<Compared> items, Func<Compared, string> name, int most)
    {
        var all = items.ToList();
        var shown = most == 0 ? all.Count : Math.Min(most, all.Count);
        foreach (var part in all.Take(shown).Chunk(MostInTable))
            WriteTable(console, title, part, name);

        if (shown == all.Count)
            return;

        var changed = all.Skip(shown).Count(i => i.IsChanged);
        console.MarkupLine(string.Create(
            CultureInfo.InvariantCulture,
            $"[dim]… and {all.Count - shown} more, {(changed == 0 ? "none" : changed)} of them changed; -n 0 shows all[/]"));
    }

    private static void WriteTable(IAnsiConsole console, string title, IEnumerable<Compared> items, Func<Compared, string> name)
    {
        var table = new Table { Border = TableBorder.Simple, UseSafeBorder = true };
        table.AddColumn(title).AddColumn("measure");
        foreach (var column in new[] { "before", "after", "ratio" })
            table.AddColumn(new TableColumn(column) { Alignment = Justify.Right, NoWrap = true });
        table.AddColumn("verdict");

        foreach (var item in items)
        {
            var first = true;
            foreach (var measure in item.Measures)
            {
                table.AddRow(
                    first ? Terminal.Markup(name(item)) : "",
                    measure.Name,
                    Number(measure.Before),
                    Number(measure.After),
                    measure.Ratio is { } ratio ? ratio.ToString("0.###", CultureInfo.InvariantCulture) + "x" : "",
                    Colored(measure.Verdict));
                first = false;
            }
        }

        if (table.Rows.Count > 0)
            console.Write(table);
    }

    private static string Site(Compared site)
    {
        var where = site.File is null ? "" : $" {site.File}:{site.Line?.ToString(CultureInfo.InvariantCulture)}";
        return $"{MemberName.Short(site.Key)} {site.Operation}{where}";
    }

    private static string Number(double? value) => value?.ToString("#,0.###", CultureInfo.InvariantCulture) ?? "-";

    private static string Colored(Verdict verdict) => verdict switch
    {
        Verdict.Better or Verdict.Gone => $"[green]{VerdictText.Of(verdict)}[/]",
        Verdict.Worse => $"[red]{VerdictText.Of(verdict)}[/]",
        _ => VerdictText.Of(verdict),
    };
}
