using PerfAnalyzers.EvidenceFormat;
using Spectre.Console;

namespace PerfAnalyzers.Tool;

/// <summary>
/// Text on its way to a terminal. Names come from files that anyone may have written: an escape sequence, a line break or a
/// character that turns the writing direction would let a file say something else than it holds.
/// </summary>
internal static class Terminal
{
    /// <summary>A message on standard error, after the tool's name.</summary>
    public static void Error(string message) => Console.Error.WriteLine("perfevidence: " + Plain(message));

    /// <summary>Text without anything that acts on a terminal.</summary>
    public static string Plain(string text) => PlainText.Of(text);

    /// <summary>Plain text for a place where Spectre reads markup.</summary>
    public static string Markup(string text) => Spectre.Console.Markup.Escape(Plain(text));

    /// <summary>Standard output, wide enough for a file name when it is not a terminal.</summary>
    public static IAnsiConsole Output()
    {
        var console = AnsiConsole.Create(new() { Out = new AnsiConsoleOutput(Console.Out) });
        if (Console.IsOutputRedirected)
            console.Profile.Width = 240;

        return console;
    }
}
