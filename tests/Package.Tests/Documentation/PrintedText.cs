using System.Text.RegularExpressions;

namespace PerfAnalyzers.Package.Tests.Documentation;

/// <summary>What is printed, without what differs from one machine and run to the next: numbers, and how wide columns are.</summary>
internal static partial class PrintedText
{
    /// <summary>A text to look in.</summary>
    public static string Of(string text) => Blanks().Replace(Number().Replace(text, "#"), " ").Trim();

    /// <summary>The lines to look for; one that begins with blanks continues the one before it.</summary>
    public static IEnumerable<string> Lines(string text) =>
        Continued().Replace(text.TrimEnd('\n'), " ").Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(Of).Where(l => l.Length > 0);

    [GeneratedRegex(@"\d+(?:[.,]\d+)*")]
    private static partial Regex Number();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();

    [GeneratedRegex(@"\n[ ]+")]
    private static partial Regex Continued();
}
