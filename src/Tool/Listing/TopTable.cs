using System.Globalization;
using PerfAnalyzers.EvidenceFormat;
using Spectre.Console;

namespace PerfAnalyzers.Tool.Listing;

/// <summary>The flat list for people.</summary>
internal static class TopTable
{
    public static void Write(IAnsiConsole console, IEnumerable<FlatList> lists)
    {
        foreach (var list in lists)
        {
            console.MarkupLine($"[bold]{Terminal.Markup(list.Profile.Name)}[/]  {Terminal.Markup(Headline(list.Profile.Header))}");
            var table = new Table { Border = TableBorder.Simple, UseSafeBorder = true };
            foreach (var (title, right) in Columns(list.Unit))
                table.AddColumn(new TableColumn(title) { Alignment = right ? Justify.Right : Justify.Left, NoWrap = right });

            foreach (var row in list.Rows)
                table.AddRow([.. Cells(row).Select(Terminal.Markup)]);

            console.Write(table);
            if (list.Hidden > 0)
                console.MarkupLine($"[dim]{list.Hidden} more rows; -n 0 shows all[/]");
        }
    }

    private static (string Title, bool Right)[] Columns(FlatUnit unit) =>
    [
        ("%", true), ("own " + unit.Name, true), ("total " + unit.Name, true), ("calls", true), ("own/call", true), ("total/call", true),
        ("what", false), ("member", false), ("where", false),
    ];

    private static string[] Cells(TopRow row) =>
    [
        (row.Share * 100).ToString("0.0", CultureInfo.InvariantCulture),
        Ms(row.OwnMs),
        Ms(row.TotalMs),
        row.Calls?.ToString("N0", CultureInfo.InvariantCulture) ?? "",
        PerCall(row.OwnPerCall),
        PerCall(row.TotalPerCall),
        row.Operation ?? "method",
        MemberName.Short(row.Member),
        row.File is null ? "" : row.Line is { } line ? $"{row.File}:{line.ToString(CultureInfo.InvariantCulture)}" : row.File,
    ];

    private static string Headline(EvidenceRecord header)
    {
        var parts = new List<string>();
        if (header.Number(Field.Roots) is { } roots)
            parts.Add(string.Create(CultureInfo.InvariantCulture, $"{roots:N0} operations"));
        if (header.Number(Field.RootMs) is { } ms)
            parts.Add(string.Create(CultureInfo.InvariantCulture, $"{ms:N0} ms"));
        if (header[Field.Captured] is { } captured)
            parts.Add(captured);
        if (header[Field.Commit] is { } commit)
            parts.Add(commit);
        return string.Join(", ", parts);
    }

    private static string Ms(double ms) => ms.ToString(ms < 10 ? "N1" : "N0", CultureInfo.InvariantCulture);

    private static string PerCall(double? ms) => ms?.ToString("N3", CultureInfo.InvariantCulture) ?? "";
}
