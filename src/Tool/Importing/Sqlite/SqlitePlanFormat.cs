using System.Text;
using System.Text.RegularExpressions;
using PerfAnalyzers.Tool.Capturing;
using PerfAnalyzers.Tool.Importing.MySql;
using Capture = PerfAnalyzers.Tool.Capturing.Capture;

namespace PerfAnalyzers.Tool.Importing.Sqlite;

/// <summary>What SQLite's <c>EXPLAIN QUERY PLAN</c> prints: as a tree, or as rows with numbers in front. It never says how many rows there were.</summary>
internal sealed partial class SqlitePlanFormat : ICaptureFormat
{
    private const int MaxQuery = 100_000;

    public string Name => "sqlite-query-plan";

    public bool Recognizes(CaptureHead head) => head.IsText && head.Keys.Count == 0 && head.Text.Split('\n').Any(l => Step().IsMatch(l.TrimEnd('\r')));

    public void Read(CaptureInput input, Capture capture)
    {
        var lines = new TextLines(input);
        var before = new StringBuilder();
        var inPlan = false;
        var any = false;
        while (lines.Next() is { } line)
        {
            if (Step().Match(line) is { Success: true } step)
            {
                Add(capture, before.ToString(), step);
                (inPlan, any) = (true, true);
            }
            else if (!line.StartsWith('|') && !line.StartsWith('`') && before.Length < MaxQuery)
            {
                // The next query.
                if (inPlan)
                    before.Clear();

                inPlan = false;
                before.Append(line).Append('\n');
            }
        }

        capture.Remark(any
            ? $"{input.FileName}: SQLite says how rows are found and not how many"
            : $"{input.FileName}: the plan reads no table");
    }

    private static void Add(Capture capture, string before, Match step)
    {
        var sql = Query().Match(before) is { Success: true } query ? query.Groups["sql"].Value : "";
        var statement = sql.Length > 0 ? SqlText.WithoutValues(sql) : null;
        var name = step.Groups["alias"] is { Success: true } alias ? alias.Value : step.Groups["table"].Value;
        var table = step.Groups["alias"].Success ? step.Groups["table"].Value : MySqlText.Table(statement?.Replace('"', '`'), name);
        var isSearch = step.Groups["how"].Value == "SEARCH";
        var columns = Columns().Matches(step.Groups["key"].Value).Select(m => m.Groups["column"].Value).Distinct(StringComparer.Ordinal).ToList();
        capture.AddPlan(new(
            SqlText.Place(before), statement, isSearch ? "SEARCH USING INDEX" : "SCAN", table, isSearch ? columns is [var only] ? only : null : statement is null ? null : MySqlText.FilteredColumn(statement.Replace('"', '`'), name), null, null, null));
    }

    // |--SEARCH o USING INDEX IX_Orders_AccountId (AccountId=?), or 3|0|0|SCAN TABLE Orders AS o
    [GeneratedRegex(@"^(?:[| `]*[|`]--|\d+[|\t ]+\d+[|\t ]+\d+[|\t ]+)(?<how>SCAN|SEARCH)(?: TABLE)? (?!CONSTANT|SUBQUERY|CTE|\()(?<table>\S+)(?: AS (?<alias>\S+))?(?: USING .*?)?(?: \((?<key>[^()]*)\))?(?: LEFT-JOIN)?\s*$")]
    private static partial Regex Step();

    [GeneratedRegex(@"(?<column>\w+)\s*[=<>]")]
    private static partial Regex Columns();

    [GeneratedRegex(@"\b(?<sql>(?:SELECT|WITH|UPDATE|DELETE|INSERT|REPLACE)\b[^;]*)", RegexOptions.IgnoreCase)]
    private static partial Regex Query();
}
