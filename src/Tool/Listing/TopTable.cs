using System.Globalization;
using PerfAnalyzers.Collector.Symbols;
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
            console.MarkupLine($"[bold]{Terminal.Markup(list.Profile.Name)}[/]  {Terminal.Markup(Headline(list))}");
            var table = new Table { Border = TableBorder.Simple, UseSafeBorder = true };
            foreach (var (title, right) in Columns(list.Unit))
                table.AddColumn(new TableColumn(title) { Alignment = right ? Justify.Right : Justify.Left, NoWrap = right });

            // A trace without places in code still says how long its operations took.
            if (list.Rows.Count == 0)
            {
                WriteEndpoints(console, list.Profile);
                continue;
            }

            foreach (var row in list.Rows)
                table.AddRow([.. Cells(row).Select(Terminal.Markup)]);

            console.Write(table);
            if (list.Hidden > 0)
                console.MarkupLine($"[dim]{list.Hidden} more rows; -n 0 shows all[/]");
        }
    }

    private static void WriteEndpoints(IAnsiConsole console, EvidenceProfile profile)
    {
        string[] fields = [Field.Count, Field.P50Ms, Field.P95Ms, Field.P99Ms, Field.CpuMs, Field.IoMs, Field.RoundTrips];
        var table = new Table { Border = TableBorder.Simple, UseSafeBorder = true };
        foreach (var field in fields)
            table.AddColumn(new TableColumn(field) { Alignment = Justify.Right, NoWrap = true });

        table.AddColumn("endpoint");
        var endpoints = profile.OfKind(RecordKind.Endpoint).OrderByDescending(e => (e.Number(Field.Count) ?? 0) * (e.Number(Field.P50Ms) ?? 0)).ToList();
        foreach (var endpoint in endpoints)
            table.AddRow([.. fields.Select(f => endpoint.Number(f) is { } value ? Value(value) : ""), Terminal.Markup(endpoint.Key)]);

        if (endpoints.Count > 0)
            console.Write(table);
        else
            console.MarkupLine("[dim]nothing that has a place in a list[/]");
    }

    private static (string Title, bool Right)[] Columns(FlatUnit unit) =>
    [
        ("%", true), ("own " + unit.Name, true), ("total " + unit.Name, true), ("calls", true), ("own/call", true), ("total/call", true),
        ("what", false), ("member", false), ("where", false),
    ];

    private static string[] Cells(TopRow row) =>
    [
        (row.Share * 100).ToString("0.0", CultureInfo.InvariantCulture),
        Value(row.Own),
        row.Total is { } total ? Value(total) : "",
        row.Calls?.ToString("N0", CultureInfo.InvariantCulture) ?? "",
        PerCall(row.OwnPerCall),
        PerCall(row.TotalPerCall),
        row.Operation ?? "method",
        MemberName.Short(row.Member),
        row.File is null ? "" : row.Line is { } line ? $"{row.File}:{line.ToString(CultureInfo.InvariantCulture)}" : row.File,
    ];

    private static string Headline(FlatList list)
    {
        var header = list.Profile.Header;
        var parts = new List<string>();
        if (list.Unit != FlatUnit.Time)
            parts.Add(list.Unit.Measures);
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

    private static string Value(double value) => value.ToString(value < 10 && value != Math.Floor(value) ? "N1" : "N0", CultureInfo.InvariantCulture);

    private static string PerCall(double? ms) => ms?.ToString("N3", CultureInfo.InvariantCulture) ?? "";
}
