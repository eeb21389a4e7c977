using System.Text;
using Microsoft.CodeAnalysis.Text;

namespace PerfAnalyzers.Testing;

/// <summary>A span that a test marked with <c>[|..|]</c>, or <c>{|PERF1001:..|}</c> when it names the id.</summary>
public sealed record MarkedSpan(string? Id, TextSpan Span);

/// <summary>Text without its markup, and what the markup said.</summary>
public sealed record Markup(string Text, IReadOnlyList<MarkedSpan> Spans)
{
    public static Markup Parse(string source)
    {
        // Most files of a test have none, and the model that many of them share is long.
        if (!source.Contains('|'))
            return new(source, []);

        var text = new StringBuilder(source.Length);
        var open = new Stack<(string? Id, int Start)>();
        var spans = new List<MarkedSpan>();

        for (var i = 0; i < source.Length; i++)
        {
            if (At("[|"))
            {
                open.Push((null, text.Length));
                i++;
            }
            else if (At("{|") && source.IndexOf(':', i) is var colon and > 0 && IsId(source.AsSpan((i + 2)..colon)))
            {
                open.Push((source[(i + 2)..colon], text.Length));
                i = colon;
            }
            else if (open.Count > 0 && At(open.Peek().Id is null ? "|]" : "|}"))
            {
                var (id, start) = open.Pop();
                spans.Add(new(id, TextSpan.FromBounds(start, text.Length)));
                i++;
            }
            else
            {
                text.Append(source[i]);
            }

            bool At(string token) => string.CompareOrdinal(source, i, token, 0, token.Length) == 0;
        }

        return open.Count == 0 ? new(text.ToString(), spans) : throw new FormatException("Markup is opened but not closed:\n" + source);
    }

    // Property patterns like '{ | ...' and ranges never look like an identifier up to the colon.
    private static bool IsId(ReadOnlySpan<char> text)
    {
        foreach (var c in text)
        {
            if (!char.IsAsciiLetterOrDigit(c))
                return false;
        }

        return text.Length > 0;
    }
}
