using System.Globalization;
using Spectre.Console;

namespace PerfAnalyzers.Corpus;

/// <summary>What people read.</summary>
internal static class Terminal
{
    /// <summary>A message on standard error: what went wrong, and how far a long run is.</summary>
    public static void Error(string message) => Console.Error.WriteLine("corpus: " + message);

    /// <summary>Standard output, wide enough for a message when it is not a terminal.</summary>
    public static IAnsiConsole Output()
    {
        var console = AnsiConsole.Create(new() { Out = new AnsiConsoleOutput(Console.Out) });
        if (Console.IsOutputRedirected)
            console.Profile.Width = 240;

        return console;
    }

    /// <summary>A table of these columns.</summary>
    public static Table Table(params string[] columns) => new Table { Border = TableBorder.Simple, UseSafeBorder = true }.AddColumns(columns);

    /// <summary>A figure with so many decimals.</summary>
    public static string Number(double value, int decimals) => value.ToString("N" + decimals.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
}
