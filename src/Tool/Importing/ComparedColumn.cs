using System.Text.RegularExpressions;

namespace PerfAnalyzers.Tool.Importing;

/// <summary>The column in a condition as a plan or a statement has it: <c>((o."AccountId" = 38) AND (...))</c>. The values are left behind.</summary>
internal static partial class ComparedColumn
{
    private const int MaxScanned = 20_000;

    private static readonly HashSet<string> s_words = new(StringComparer.OrdinalIgnoreCase)
    {
        "AND", "OR", "NOT", "IS", "NULL", "TRUE", "FALSE", "UNKNOWN", "DISTINCT", "FROM", "ANY", "ALL", "ARRAY", "CASE", "WHEN", "THEN", "ELSE", "END", "ROW", "IN",
        "BETWEEN", "LIKE", "ILIKE", "COLLATE", "AT", "TIME", "ZONE", "SubPlan", "InitPlan", "hashed", "alternatives", "returns", "CURRENT_DATE", "CURRENT_TIMESTAMP",
        "CURRENT_USER", "SESSION_USER", "LOCALTIMESTAMP", "OPERATOR", "rescan", "exists", "REGEXP", "RLIKE", "DIV", "MOD", "XOR", "INTERVAL", "YEAR", "MONTH", "WEEK", "DAY",
        "HOUR", "MINUTE", "SECOND", "BINARY", "ESCAPE", "SOUNDS", "UTC_TIMESTAMP",
    };

    /// <summary>The one column of a table that a condition is about; null when there are several or none.</summary>
    /// <param name="condition">The condition.</param>
    /// <param name="alias">What the table is called in it; columns of other tables do not count.</param>
    public static string? Of(string? condition, string alias)
    {
        if (condition is null || condition.Length > MaxScanned)
            return null;

        string? only = null;
        var withoutValues = Casts().Replace(Literals().Replace(condition, " "), " ");
        foreach (Match match in References().Matches(withoutValues))
        {
            var table = match.Groups["table"];
            if (table.Success && !IsSame(table.Value, alias))
                continue;

            var column = match.Groups["column"].Value;
            if (!table.Success && s_words.Contains(column))
                continue;

            column = Unquoted(column);
            if (only is not null && only != column)
                return null;

            only = column;
        }

        return only;
    }

    private static bool IsSame(string table, string alias) => string.Equals(Unquoted(table), Unquoted(alias), StringComparison.OrdinalIgnoreCase);

    private static string Unquoted(string name) => name.Length > 1 && name[0] == '"' ? name[1..^1].Replace("\"\"", "\"", StringComparison.Ordinal) : name;

    [GeneratedRegex(@"(?:\bE)?'(?:[^']|'')*'|\$\d+|\(?\b(?:SubPlan|InitPlan|CTE)\s+\S+?\)?(?:\.col\d+)?(?=[\s)]|$)|\b\d[\d.eE+-]*")]
    private static partial Regex Literals();

    // ::text, ::character varying(10)[], ::timestamp without time zone, ::"Mood", ::app.mood, and COLLATE "C"
    [GeneratedRegex(@"::(?:double precision|character varying|bit varying|(?:timestamp|time)(?:\s*\(\s*\))?(?: with(?:out)? time zone)?|interval(?: \w+)?|(?:(?:""(?:[^""]|"""")+""|\w+)\.)?(?:""(?:[^""]|"""")+""|\w+))(?:\s*\([\s,]*\))?(?:\[\s*\])*|\bCOLLATE (?:""[^""]+""|\w+)")]
    private static partial Regex Casts();

    // A name that is followed by a bracket is a function's.
    [GeneratedRegex(@"(?<![\w""$.])(?:(?<table>""(?:[^""]|"""")+""|[A-Za-z_]\w*)\.)?(?<column>""(?:[^""]|"""")+""|[A-Za-z_]\w*)(?![\w""$.]|\s*\()")]
    private static partial Regex References();
}
