using Spectre.Console;

namespace ProfileFirst.Printing;

/// <summary>What the reader sees. Output of tools goes through unwrapped, so that it can be compared and clicked on.</summary>
internal static class Page
{
    private const int Width = 120;

    static Page()
    {
        // A pipe has no width; Spectre would assume 80 and break tables.
        if (Console.IsOutputRedirected)
            AnsiConsole.Profile.Width = Width;
    }

    public static void Heading(int number, string title)
    {
        AnsiConsole.WriteLine();
        AnsiConsole.Write(new Rule($"[bold]{number}. {Markup.Escape(title)}[/]").LeftJustified());
    }

    public static void Say(string text) => AnsiConsole.MarkupLineInterpolated($"{text}");

    public static void Success(string text) => AnsiConsole.MarkupLineInterpolated($"[green]{text}[/]");

    public static void Failure(string text) => AnsiConsole.MarkupLineInterpolated($"[red]failed:[/] {text}");

    /// <summary>A command, as the reader would type it.</summary>
    public static void Command(string text) => AnsiConsole.MarkupLineInterpolated($"[grey]$ {text}[/]");

    public static void Verbatim(string text)
    {
        foreach (var line in text.TrimEnd().Split('\n'))
            Console.WriteLine("  " + line.TrimEnd('\r'));
    }

    public static void Difference(string unified)
    {
        foreach (var line in unified.TrimEnd().Split('\n').Select(line => line.TrimEnd('\r')))
        {
            var color = line switch
            {
                ['+', ..] => "green",
                ['-', ..] => "red",
                ['@', ..] => "grey",
                _ => "default",
            };
            AnsiConsole.Write(new Text("  " + line + "\n", Style.Parse(color)) { Overflow = Overflow.Ellipsis });
        }
    }

    public static void Table(IReadOnlyList<string> headings, IEnumerable<IReadOnlyList<string>> rows)
    {
        var table = new Table().Border(TableBorder.Rounded);

        foreach (var heading in headings)
            table.AddColumn(new TableColumn(Markup.Escape(heading)) { Alignment = table.Columns.Count == 0 ? Justify.Left : Justify.Right });

        foreach (var row in rows)
            table.AddRow([.. row.Select(Markup.Escape)]);

        AnsiConsole.Write(table);
    }
}
