using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using PerfAnalyzers.Tool.Capturing;
using Capture = PerfAnalyzers.Tool.Capturing.Capture;

namespace PerfAnalyzers.Tool.Importing.MySql;

/// <summary>One execution in a slow log: what the lines with <c>#</c> say about it, and its statement.</summary>
internal sealed partial class SlowEntry
{
    private const int MaxBody = 4_000_000;

    private readonly Dictionary<string, string> _figures = new(StringComparer.Ordinal);
    private readonly List<string[]> _explained = [];
    private readonly StringBuilder _body = new();

    /// <summary>Whether it has a duration, without which it is no execution.</summary>
    public bool IsTimed => Milliseconds is not null;

    /// <summary>Whether the statement has begun.</summary>
    public bool HasBody => _body.Length > 0;

    /// <summary>Its duration.</summary>
    public double? Milliseconds => Number("Query_time") * 1000;

    /// <summary>When it ended, in seconds since 1970; null when not said.</summary>
    public long? Timestamp { get; private set; }

    /// <summary>Of how many executions one was logged: what Percona's server samples.</summary>
    public double Rate => Math.Max(1, Number("Log_slow_rate_limit") ?? 1);

    /// <summary>Takes a line that begins with <c>#</c>.</summary>
    public void AddHeader(string line)
    {
        if (line.StartsWith("# explain: ", StringComparison.Ordinal))
            _explained.Add(line["# explain: ".Length..].Split('\t'));
        else if (line.StartsWith("# administrator command:", StringComparison.Ordinal))
            _figures["Query_time"] = "";
        else if (!line.StartsWith("# User@Host:", StringComparison.Ordinal))
        {
            foreach (Match figure in Figures().Matches(line))
                _figures[figure.Groups["name"].Value] = figure.Groups["value"].Value;
        }
    }

    /// <summary>Takes a line of the statement.</summary>
    public void AddBody(string line)
    {
        if (_body.Length == 0 && (line.Length == 0 || Database().IsMatch(line)))
            return;

        if (_body.Length == 0 && Session().Match(line) is { Success: true } session)
        {
            Timestamp = long.TryParse(session.Groups["at"].ValueSpan, out var at) ? at : Timestamp;
            return;
        }

        if (_body.Length < MaxBody)
            _body.Append(line).Append('\n');
    }

    /// <summary>Adds it to a capture.</summary>
    public void AddTo(Capture capture)
    {
        if (Milliseconds is not { } ms || _body.Length == 0)
            return;

        var sql = _body.ToString().TrimEnd().TrimEnd(';');
        var (place, rows) = (SqlText.Place(sql), Number("Rows_sent"));
        capture.Sites.Add(place, SqlText.Operation(sql), (long)Rate, ms * Rate, rows * Rate);
        capture.AddStatement(sql, Rate, ms * Rate, rows * Rate, ms, quotesHoldNames: false);
        AddPlans(capture, place, SqlText.WithoutValues(sql, quotesHoldNames: false));
    }

    private void AddPlans(Capture capture, CodePlace place, string statement)
    {
        var tables = Explained().ToList();
        foreach (var row in tables)
        {
            var (alias, type) = (row["table"], row["type"]);
            var (read, kept) = tables.Count == 1 ? RowsOfOnly(row) : (Number(row, "r_rows"), Number(row, "r_rows") * Number(row, "r_filtered") / 100);

            // Where rows are found by a join, the filter of the statement is not what they are found by.
            Add(capture, place, statement, type, alias, read, kept, hasFilter: tables.Count == 1 || type == "ALL");
        }

        // Without its plan, a statement over one table that was read from end to end is as good as one.
        if (_explained.Count == 0 && _figures.GetValueOrDefault("Full_scan") == "Yes" && MySqlText.AllTables(statement) is [var only])
            Add(capture, place, statement, "ALL", only.Alias, Number("Rows_examined"), null, hasFilter: true);
    }

    // Rows that were sorted are examined a second time, and r_rows is then what the sort gave: of a sort that keeps the first few only, no more than these.
    private (double? Read, double? Kept) RowsOfOnly(Dictionary<string, string> row)
    {
        var (examined, rows) = (Number("Rows_examined"), Number(row, "r_rows"));
        if (examined is null || rows is null)
            return (examined ?? rows, null);

        return rows < examined / 2 && row.GetValueOrDefault("Extra", "").Contains("filesort", StringComparison.Ordinal)
            ? (examined - rows, _figures.GetValueOrDefault("Priority_queue") == "Yes" ? null : rows)
            : (rows, rows * (Number(row, "r_filtered") ?? 100) / 100);
    }

    private static void Add(Capture capture, CodePlace place, string statement, string type, string alias, double? read, double? kept, bool hasFilter) => capture.AddPlan(new(
        place, statement, type, MySqlText.Table(statement, alias), hasFilter ? MySqlText.FilteredColumn(statement, alias) : null, Whole(read), Whole(kept), null));

    // The first line names the columns. Rows about no table, or about one that the server made, say nothing.
    private IEnumerable<Dictionary<string, string>> Explained() => _explained.Skip(1)
        .Select(r => _explained[0].Zip(r).DistinctBy(c => c.First.Trim()).ToDictionary(c => c.First.Trim(), c => c.Second.Trim(), StringComparer.Ordinal))
        .Where(r => r.TryGetValue("table", out var table) && r.TryGetValue("type", out var type) && table is not ("NULL" or "") && table[0] != '<' && type is not ("NULL" or ""));

    private double? Number(string name) => Number(_figures, name);

    private static double? Number(Dictionary<string, string> values, string name) =>
        values.TryGetValue(name, out var text) && double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number < 1e12 ? number : null;

    private static double? Whole(double? rows) => rows is { } value ? Math.Round(value) : null;

    [GeneratedRegex(@"(?<name>[A-Za-z][A-Za-z_]*): *(?<value>\S+)")]
    private static partial Regex Figures();

    [GeneratedRegex(@"^use\s+(?:`[^`]*`|\S+?);$", RegexOptions.IgnoreCase)]
    private static partial Regex Database();

    [GeneratedRegex(@"^SET (?:(?:last_insert_id|insert_id)=\d+,)*(?:timestamp=(?<at>\d+)(?:\.\d+)?|(?:last_insert_id|insert_id)=\d+);$", RegexOptions.IgnoreCase)]
    private static partial Regex Session();
}
