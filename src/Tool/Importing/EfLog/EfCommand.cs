namespace PerfAnalyzers.Tool.Importing.EfLog;

/// <summary>A command that Entity Framework logged as executed, without its parameters' values.</summary>
/// <param name="Sql">The statement as logged.</param>
/// <param name="ElapsedMs">Until the first row came.</param>
/// <param name="Key">A hash of the parameters; null where the log hides them.</param>
/// <param name="Root">What the request or trace is called that it ran in; null where the log does not say.</param>
internal sealed record EfCommand(string Sql, double ElapsedMs, int? Key, string? Root)
{
    private const string Executed = "Executed DbCommand (";
    private const string Failed = "Failed executing DbCommand (";
    private const string EndOfHead = "']";

    /// <summary>Where a message about an executed command begins in a text; -1 when there is none.</summary>
    public static int Start(string text)
    {
        var start = text.IndexOf(Executed, StringComparison.Ordinal);
        return start >= 0 ? start : text.IndexOf(Failed, StringComparison.Ordinal);
    }

    /// <summary>
    /// What the message says before the statement: <c>Executed DbCommand (35ms) [Parameters=[...], CommandType='Text', CommandTimeout='30']</c>. Null when it is not all in sight.
    /// </summary>
    /// <param name="text">The message, or as much of it as was read.</param>
    /// <param name="end">Where the statement begins.</param>
    public static (double ElapsedMs, int? Key)? Head(string text, out int end)
    {
        end = 0;
        var start = Start(text);
        if (start < 0)
            return null;

        var open = text.IndexOf('(', start);
        var close = text.IndexOf("ms)", open, StringComparison.Ordinal);
        if (close < 0 || close - open > 30 || Elapsed(text.AsSpan(open + 1, close - open - 1)) is not { } elapsed)
            return null;

        // A value may hold anything, also what looks like the end of the list; the last one is the end.
        var parameters = text.IndexOf("[Parameters=[", close, StringComparison.Ordinal);
        var type = parameters < 0 ? -1 : text.LastIndexOf("], CommandType='", StringComparison.Ordinal);
        var timeout = type < parameters || type < 0 ? -1 : text.IndexOf("CommandTimeout='", type, StringComparison.Ordinal);
        var last = timeout < 0 ? -1 : text.IndexOf(EndOfHead, timeout + "CommandTimeout='".Length, StringComparison.Ordinal);
        if (last < 0)
            return null;

        end = last + EndOfHead.Length;
        return (elapsed, KeyOf(text.AsSpan(parameters + "[Parameters=[".Length, type - parameters - "[Parameters=[".Length)));
    }

    /// <summary>A statement on one line, as a logger leaves it that puts blanks for line breaks: the comment in front ends where two of them are.</summary>
    public static string FromOneLine(string sql)
    {
        var text = sql.TrimStart();
        var end = text.StartsWith("-- ", StringComparison.Ordinal) ? text.IndexOf("  ", StringComparison.Ordinal) : -1;
        return end < 0 ? text : text[..end].Replace(" -- ", "\n-- ", StringComparison.Ordinal) + "\n" + text[(end + 2)..];
    }

    /// <summary>Milliseconds, with the thousands separators of whatever culture the program ran in.</summary>
    public static double? Elapsed(ReadOnlySpan<char> text)
    {
        var value = 0.0;
        var digits = 0;
        foreach (var c in text)
        {
            if (char.IsAsciiDigit(c))
                (value, digits) = ((value * 10) + (c - '0'), digits + 1);
            else if (!char.IsWhiteSpace(c) && c is not (',' or '.' or '\'' or '\u2019' or '_'))
                return null;
        }

        return digits is > 0 and < 13 ? value : null;
    }

    /// <summary>A hash of logged parameters, if their values are among them.</summary>
    public static int? KeyOf(ReadOnlySpan<char> parameters) =>
        parameters.Contains("='?'", StringComparison.Ordinal) ? null : string.GetHashCode(parameters, StringComparison.Ordinal);
}
