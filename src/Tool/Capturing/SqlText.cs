using System.Text;
using PerfAnalyzers.Collector.Recording;

namespace PerfAnalyzers.Tool.Capturing;

/// <summary>SQL as it may be kept: its shape, without anything that a user typed.</summary>
internal static partial class SqlText
{
    /// <summary>Longer statements are cut: their beginning says which they are.</summary>
    public const int MaxLength = 400;

    private const int MaxScanned = 100_000;

    /// <summary><c>db.read</c> or <c>db.write</c>.</summary>
    public static string Operation(string sql) => CommandText.Operation(sql, returnsRows: true);

    /// <summary>
    /// One line, without comments; every literal is <c>?</c>, and a list of literals is one of them, so that statements that differ in values
    /// only are one statement. Names that are quoted stay.
    /// </summary>
    /// <param name="sql">The statement.</param>
    /// <param name="quotesHoldNames">Whether double quotes hold names, as the standard says; in MySQL they hold values.</param>
    public static string WithoutValues(string sql, bool quotesHoldNames = true)
    {
        var result = new StringBuilder(Math.Min(sql.Length, MaxLength + 16));
        var length = Math.Min(sql.Length, MaxScanned);
        for (var i = 0; i < length && result.Length < MaxLength;)
            i = Next(sql, i, length, result, quotesHoldNames);

        var text = OneOfMany(result.ToString().Trim());
        return text.Length <= MaxLength ? text : text[..MaxLength];
    }

    /// <summary>The place that <c>TagWithCallSite</c> wrote into the statement: <c>-- File: PATH:LINE</c>, also in a block comment.</summary>
    public static CodePlace Place(string sql)
    {
        foreach (System.Text.RegularExpressions.Match match in CallSite().Matches(sql.Length > MaxScanned ? sql[..MaxScanned] : sql))
        {
            if (int.TryParse(match.Groups["line"].ValueSpan, out var line) && line > 0)
                return new(null, match.Groups["file"].Value.Trim(), line);
        }

        return CodePlace.Unknown;
    }

    private static int Next(string sql, int i, int length, StringBuilder result, bool quotesHoldNames)
    {
        var c = sql[i];
        if (Starts(sql, i, "--") || (c == '#' && (i == 0 || char.IsWhiteSpace(sql[i - 1]))))
            return End(sql, i, "\n", length);

        if (Starts(sql, i, "/*"))
            return End(sql, i + 2, "*/", length);

        if (c == '"' && !quotesHoldNames)
        {
            result.Append('?');
            return EndOfLiteral(sql, i, length);
        }

        if (c == '\'' || (c is 'N' or 'n' or 'E' or 'e' or 'X' or 'x' or 'B' or 'b' && i + 1 < length && sql[i + 1] == '\'' && !IsWord(result)))
        {
            result.Append('?');
            return EndOfLiteral(sql, c == '\'' ? i : i + 1, length);
        }

        if (c == '$' && DollarTag(sql, i, length) is { } tag)
        {
            result.Append('?');
            return End(sql, i + tag.Length, tag, length);
        }

        if (c is '"' or '`' or '[')
        {
            // Brackets make and index arrays too, and what they hold there are values.
            var end = c == '[' ? EndOfBracket(sql, i, length, result) : EndOfName(sql, i, length);
            if (end > i && end < length)
            {
                result.Append(sql, i, Math.Min(end + 1 - i, MaxLength));
                return end + 1;
            }
        }

        if (char.IsWhiteSpace(c) || char.IsControl(c))
        {
            if (result.Length > 0 && result[^1] != ' ')
                result.Append(' ');
            return i + 1;
        }

        if (char.IsAsciiDigit(c) && !IsWord(result))
        {
            result.Append('?');
            while (i < length && (char.IsAsciiLetterOrDigit(sql[i]) || sql[i] == '.' || (sql[i] is '+' or '-' && sql[i - 1] is 'e' or 'E')))
                i++;
            return i;
        }

        result.Append(c);
        return i + 1;
    }

    private static bool IsWord(StringBuilder result) => result.Length > 0 && (char.IsLetterOrDigit(result[^1]) || result[^1] is '_' or '@' or '$' or ':');

    private static bool Starts(string sql, int at, string mark) => string.CompareOrdinal(sql, at, mark, 0, mark.Length) == 0;

    private static int End(string sql, int from, string mark, int length)
    {
        var end = from < length ? sql.IndexOf(mark, from, StringComparison.Ordinal) : -1;
        return end < 0 ? length : end + mark.Length;
    }

    private static int EndOfLiteral(string sql, int quote, int length)
    {
        for (var i = quote + 1; i < length; i++)
        {
            if (sql[i] == '\\')
            {
                // Whether this quote ends the literal depends on a setting of the server. What follows may be a value either way.
                if (i + 1 < length && sql[i + 1] == sql[quote])
                    return length;

                i++;
            }
            else if (sql[i] == sql[quote])
            {
                if (i + 1 >= length || sql[i + 1] != sql[quote])
                    return i + 1;

                i++;
            }
        }

        return length;
    }

    private static int EndOfName(string sql, int quote, int length)
    {
        var end = quote + 1 < length ? sql.IndexOf(sql[quote], quote + 1) : -1;
        return end < 0 ? length : end;
    }

    // [Order Details], not ARRAY['a'], tags[2] or ['a', 'b'].
    private static int EndOfBracket(string sql, int bracket, int length, StringBuilder result)
    {
        var end = bracket + 1 < length && !IsWord(result) && (char.IsLetter(sql[bracket + 1]) || sql[bracket + 1] == '_') ? sql.IndexOf(']', bracket) : -1;
        return end >= 0 && sql.AsSpan(bracket, end - bracket).IndexOfAny('\'', '"', ',') < 0 ? end : -1;
    }

    // $$ or $tag$, not the parameter $1.
    private static string? DollarTag(string sql, int at, int length)
    {
        for (var i = at + 1; i < length && i < at + 64; i++)
        {
            if (sql[i] == '$')
                return sql[at..(i + 1)];

            if (!char.IsLetter(sql[i]) && sql[i] != '_' && (i == at + 1 || !char.IsDigit(sql[i])))
                return null;
        }

        return null;
    }

    private static string OneOfMany(string text) => ManyValues().Replace(text, "?");

    [System.Text.RegularExpressions.GeneratedRegex(@"\?(?: ?, ?\?)+")]
    private static partial System.Text.RegularExpressions.Regex ManyValues();

    [System.Text.RegularExpressions.GeneratedRegex(@"(?:--|/\*)\s*File:\s*(?<file>[^\r\n*]{1,1000}?):(?<line>\d{1,7})\s*(?:$|[\r\n]|\*/)", System.Text.RegularExpressions.RegexOptions.Multiline)]
    private static partial System.Text.RegularExpressions.Regex CallSite();
}
