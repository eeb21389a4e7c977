using System.Globalization;
using System.Text;

namespace PerfAnalyzers.EvidenceFormat;

/// <summary>Text of a file that others wrote, for a place that acts on what it is sent: a terminal, or a build that reads a message line by line.</summary>
internal static class PlainText
{
    /// <summary>The text with a mark for each character that is none: line breaks, escapes, what turns the direction of writing.</summary>
    public static string Of(string text)
    {
        StringBuilder? clean = null;
        for (var i = 0; i < text.Length; i++)
        {
            var acts = char.IsControl(text[i]) || CharUnicodeInfo.GetUnicodeCategory(text[i]) is UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
            if (acts)
                clean ??= new StringBuilder(text, 0, i, text.Length);

            clean?.Append(acts ? '\uFFFD' : text[i]);
        }

        return clean?.ToString() ?? text;
    }
}
