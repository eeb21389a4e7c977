using System.Text.RegularExpressions;
using PerfAnalyzers.Tool.Capturing;

namespace PerfAnalyzers.Tool.Importing.MySql;

/// <summary>What a statement or a condition of MySQL and MariaDB says about tables and columns: plans call tables by their aliases only.</summary>
internal static partial class MySqlText
{
    private const int MaxScanned = 20_000;

    /// <summary>The table that an alias stands for in a statement; the alias itself where the statement does not say.</summary>
    /// <param name="sql">The statement without values; null when it is not known.</param>
    /// <param name="alias">What a plan calls the table.</param>
    public static string Table(string? sql, string alias)
    {
        foreach (Match match in Tables().Matches(sql ?? ""))
        {
            if (match.Groups["alias"] is { Success: true } called && Same(called.Value, alias))
                return Unquoted(match.Groups["table"].Value);
        }

        return alias;
    }

    /// <summary>The tables of a statement, under the names that conditions have them by.</summary>
    /// <param name="sql">The statement without values.</param>
    public static IReadOnlyList<(string Table, string Alias)> AllTables(string sql) =>
    [
        .. Tables().Matches(sql).Select(m => (Unquoted(m.Groups["table"].Value), Unquoted(m.Groups["alias"] is { Success: true } alias ? alias.Value : m.Groups["table"].Value))),
    ];

    /// <summary>The one column that a statement's filter is about.</summary>
    /// <param name="sql">The statement without values.</param>
    /// <param name="alias">The table.</param>
    public static string? FilteredColumn(string sql, string alias) => Where().Match(sql) is { Success: true } where ? Column(where.Groups["condition"].Value, alias) : null;

    /// <summary>The one column of a table that a condition is about.</summary>
    public static string? Column(string? condition, string alias)
    {
        if (condition is null || condition.Length > MaxScanned)
            return null;

        // What double quotes hold is a value; what backticks hold is a name, which others quote with double quotes.
        var plain = SqlText.WithoutValues(condition, quotesHoldNames: false).Replace('`', '"');
        return ComparedColumn.Of(Schema().Replace(Marks().Replace(plain, " "), ""), alias);
    }

    private static bool Same(string name, string alias) => string.Equals(Unquoted(name), Unquoted(alias), StringComparison.OrdinalIgnoreCase);

    private static string Unquoted(string name) => name.Length > 1 && name[0] == '`' ? name[1..^1] : name;

    // FROM `shop`.`Orders` AS `o`, also in lists of tables.
    [GeneratedRegex(@"(?:\b(?:FROM|JOIN|UPDATE|INTO|STRAIGHT_JOIN)\s+\(?\s*|(?<=\bFROM\b[^()]{0,2000}),\s*)(?:(?:`[^`]+`|[\w$]+)\.)?(?<table>`[^`]+`|[\w$]+)(?:\s+(?:AS\s+)?(?!(?:WHERE|ON|USING|SET|LEFT|RIGHT|INNER|OUTER|CROSS|JOIN|NATURAL|STRAIGHT_JOIN|ORDER|GROUP|LIMIT|HAVING|FORCE|USE|IGNORE|PARTITION|UNION|FOR|VALUES|SELECT|VALUE|LOCK)\b)(?<alias>`[^`]+`|[\w$]+))?", RegexOptions.IgnoreCase)]
    private static partial Regex Tables();

    [GeneratedRegex(@"\bWHERE\b(?<condition>.*?)(?:\b(?:GROUP BY|ORDER BY|HAVING|LIMIT|UNION|FOR UPDATE|LOCK IN|PROCEDURE|ON DUPLICATE)\b|;|$)", RegexOptions.IgnoreCase | RegexOptions.Singleline)]
    private static partial Regex Where();

    // <cache>(...), <in_optimizer>(...), and the character set in front of a text.
    [GeneratedRegex(@"<\w+>|\b_[a-z0-9]+(?=\s*\?)")]
    private static partial Regex Marks();

    // The database in `shop`.`o`.`AccountId`.
    [GeneratedRegex(@"(?<![\w"".])(?:""[^""]+""|[A-Za-z_]\w*)\.(?=(?:""[^""]+""|[A-Za-z_]\w*)\.)")]
    private static partial Regex Schema();
}
