using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace PerfAnalyzers.CodeFixes.Rewriting.Sql;

/// <summary>
/// A text like <c>select Id, Name from Products where Id = @id</c>: columns of one table, picked by one equality. Anything more (functions, joins,
/// further conditions, limits, subqueries, comments, a second statement) means something that this does not understand.
/// </summary>
/// <param name="Condition">The equality, as it is spelled.</param>
/// <param name="Column">The column in it, as it is spelled.</param>
/// <param name="Parameter">The name of the parameter in it.</param>
/// <param name="KeyName">The name under which the column is selected.</param>
/// <param name="IsOrdered">Whether the rows have an order.</param>
internal sealed record KeyedSql(string Condition, string Column, string Parameter, string KeyName, bool IsOrdered)
{
    private const string Name = """(?:\w+|"\w+"|\[\w+\]|`\w+`)""";
    private const string Path = Name + @"(?:\." + Name + ")*";

    private static readonly Regex s_query = new(
        $@"\A\s*select\s+(?<list>.+?)\s+from\s+{Path}(?:\s+(?:as\s+)?(?!where\b){Name})?\s+where\s+(?<condition>(?<column>{Path})\s*=\s*@(?<parameter>\w+)|@(?<parameter>\w+)\s*=\s*(?<column>{Path}))(?<order>\s+order\s+by\s+{Path}(?:\s+(?:asc|desc))?(?:\s*,\s*{Path}(?:\s+(?:asc|desc))?)*)?\s*;?\s*\z",
        RegexOptions.IgnoreCase | RegexOptions.Singleline | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, TimeSpan.FromMilliseconds(200));

    private static readonly Regex s_item = new(
        $@"\A\s*(?:(?<star>(?:{Path}\.)?\*)|(?<column>{Path})(?:\s+(?:as\s+)?(?<alias>{Name}))?)\s*\z",
        RegexOptions.IgnoreCase | RegexOptions.Singleline | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, TimeSpan.FromMilliseconds(200));

    private static readonly ImmutableHashSet<string> s_words = ImmutableHashSet.Create(StringComparer.OrdinalIgnoreCase, "distinct", "top", "all", "into", "case", "null", "join", "union");

    public static Planned<KeyedSql> Parse(string sql)
    {
        try
        {
            if (s_query.Match(sql) is not { Success: true } query)
                return new Refused("the SQL is more than columns of one table, picked by one equality");

            var column = Last(query.Groups["column"].Value);
            string? key = null;
            foreach (var text in query.Groups["list"].Value.Split(','))
            {
                if (s_item.Match(text) is not { Success: true } item || s_words.Contains(text.Trim().Split([' ', '\t', '\r', '\n'])[0]))
                    return new Refused("the SQL selects more than columns");

                if (item.Groups["star"].Success)
                    key ??= column;
                else if (string.Equals(Last(item.Groups["column"].Value), column, StringComparison.OrdinalIgnoreCase))
                    key = item.Groups["alias"].Success ? Last(item.Groups["alias"].Value) : Last(item.Groups["column"].Value);
            }

            return key is null
                ? new Refused($"'{column}' is not among the selected columns, so that nobody could tell whose rows they are")
                : new KeyedSql(query.Groups["condition"].Value, query.Groups["column"].Value, query.Groups["parameter"].Value, key, query.Groups["order"].Success);
        }
        catch (RegexMatchTimeoutException)
        {
            return new Refused("the SQL is too long to be understood");
        }
    }

    /// <summary>The condition for many keys. Dapper writes lists out as parameters, but gives arrays to a database that has them.</summary>
    public string ConditionFor(string parameter, bool hasArrays) => hasArrays ? $"{Column} = any(@{parameter})" : $"{Column} in @{parameter}";

    private static string Last(string path) => path.Substring(path.LastIndexOf('.') + 1).Trim('"', '[', ']', '`');
}
