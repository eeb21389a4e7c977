using System.Globalization;
using System.Text.RegularExpressions;
using PerfAnalyzers.Tool.Capturing;
using Capture = PerfAnalyzers.Tool.Capturing.Capture;

namespace PerfAnalyzers.Tool.Importing.MySql;

/// <summary>Reads MySQL's <c>EXPLAIN ANALYZE</c>: a node a line, each below what it gives its rows to.</summary>
internal sealed partial class MySqlTreePlan(Capture capture)
{
    private readonly List<MySqlNode> _nodes = [];
    private (int Indent, string Condition, double? Kept)? _filter;

    /// <summary>Whether a line is a node that reads a table.</summary>
    public static bool IsAccess(string line) => Line().Match(line) is { Success: true } node && Access().IsMatch(node.Groups["what"].Value);

    /// <summary>Takes a line; false when it is no node.</summary>
    public bool Add(string line)
    {
        if (Line().Match(line) is not { Success: true } node)
            return false;

        var (indent, what) = (node.Groups["indent"].Length, node.Groups["what"].Value);
        double? rows = null, ms = null;
        if (Actual().Match(line) is { Success: true } actual)
        {
            var loops = Number(actual.Groups["loops"]);
            (rows, ms) = (Number(actual.Groups["rows"]) * loops, Number(actual.Groups["ms"]) * loops);
        }

        if (what.StartsWith("Filter: ", StringComparison.Ordinal))
        {
            _filter = (indent, what["Filter: ".Length..], rows);
            return true;
        }

        if (Access().Match(what) is { Success: true } access && !access.Groups["table"].Value.StartsWith('<') && !line.Contains("(never executed)", StringComparison.Ordinal))
        {
            var isFiltered = _filter is { } filter && filter.Indent < indent;
            _nodes.Add(new()
            {
                Access = Word(access.Groups["access"].Value),
                Table = access.Groups["table"].Value.Trim('`'),
                Condition = isFiltered ? _filter!.Value.Condition : null,
                IsKeyed = access.Groups["access"].Value is not ("Table scan" or "Index scan" or "Covering index scan"),
                KeyColumn = access.Groups["key"] is { Success: true } key ? key.Value.Trim('`') : null,
                Read = rows,
                Kept = isFiltered ? _filter!.Value.Kept ?? rows : rows,
                TotalMs = ms,
            });
        }

        _filter = null;
        return true;
    }

    /// <summary>The older word for an index that is read from end to end, which a reader of plans would take for one that is asked.</summary>
    public static string Word(string access) => access is "Index scan" or "Covering index scan" ? "index" : access;

    /// <summary>Ends the plan.</summary>
    public void Finish(CodePlace place, string query)
    {
        var statement = query.Length > 0 ? SqlText.WithoutValues(query, quotesHoldNames: false) : null;
        foreach (var node in _nodes)
            capture.AddPlan(node.ToPlanNode(place, statement));

        _nodes.Clear();
    }

    private static double? Number(Group group) => double.TryParse(group.ValueSpan, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;

    [GeneratedRegex(@"^(?:\||EXPLAIN:)?(?<indent>\s*)-> (?<what>.*?)(?:\s+\((?:cost=|actual |never ).*)?[|\s]*$")]
    private static partial Regex Line();

    // Index lookup on o using IX_Orders_AccountId (AccountId=5)
    [GeneratedRegex(@"^(?<access>(?:Table|Index|Covering index|Single-row|Constant row|Full-text|Intersect|Multi-range|Sample|Sort-deduplicate)[a-z -]*?) on (?<table>`[^`]+`|\S+)(?: using \S+)?(?: (?:over )?\(`?(?<key>\w+)`? ?(?:=|<|>|IS )[^,]*\))?")]
    private static partial Regex Access();

    [GeneratedRegex(@"\(actual time=[\d.e+]+\.\.(?<ms>[\d.e+]+) rows=(?<rows>[\d.e+]+) loops=(?<loops>\d+)\)")]
    private static partial Regex Actual();
}
