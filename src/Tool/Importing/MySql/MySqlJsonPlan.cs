using System.Text.Json;
using PerfAnalyzers.Tool.Capturing;

namespace PerfAnalyzers.Tool.Importing.MySql;

/// <summary>
/// Reads <c>EXPLAIN FORMAT=JSON</c> and <c>ANALYZE FORMAT=JSON</c> of MySQL (both versions of its JSON) and MariaDB: wherever an object has a table's name and the way
/// it is read, it is a node. Objects are kept on a list, so nothing here calls itself.
/// </summary>
internal sealed class MySqlJsonPlan(JsonPull json, Capture capture)
{
    /// <summary>Objects and lists within each other.</summary>
    public const int MaxDepth = 1000;

    private const string KeyParts = "used_key_parts";

    private readonly Stack<(int Depth, Dictionary<string, string> Fields, List<MySqlNode> Nodes)> _open = new();
    private readonly List<MySqlNode> _nodes = [];
    private string? _query;

    /// <summary>Reads to the end.</summary>
    /// <param name="place">Where the query was issued, as far as what stands around the plan says.</param>
    /// <param name="query">The query, when it stands around the plan; empty otherwise.</param>
    public void Read(CodePlace place, string query)
    {
        var name = "";
        try
        {
            while (json.Read())
            {
                if (json.Token == JsonTokenType.PropertyName)
                    name = json.GetString() ?? "";
                else if (json.Token == JsonTokenType.StartObject)
                    _open.Push((json.Depth, [], []));
                else if (json.Token == JsonTokenType.EndObject)
                    Close();
                else if (json.Token is JsonTokenType.String or JsonTokenType.Number && _open.TryPeek(out var top))
                    Take(top.Fields, name, json.Depth - top.Depth);
            }
        }
        finally
        {
            Finish(place, query);
        }
    }

    private void Take(Dictionary<string, string> fields, string name, int below)
    {
        if (below == 0 && name == "query")
            _query = json.GetString();
        else if (below == 0)
            fields[name] = json.GetString() ?? "";
        else if (below == 1 && name == KeyParts)
            fields[name] = fields.TryGetValue(name, out var parts) ? parts + "," + json.GetString() : json.GetString() ?? "";
    }

    private void Close()
    {
        if (!_open.TryPop(out var closed))
            return;

        var (_, fields, below) = closed;
        if (fields.TryGetValue("table_name", out var table) && fields.TryGetValue("access_type", out var access) && !table.StartsWith('<'))
        {
            var node = Node(table, access, fields);
            _nodes.Add(node);
            if (_open.TryPeek(out var parent))
                parent.Nodes.Add(node);
        }
        else if (fields.GetValueOrDefault("access_type") == "filter" && below is [var only])
        {
            only.Condition ??= fields.GetValueOrDefault("condition");
            only.Kept = Number(fields, "actual_rows") * (Number(fields, "actual_loops") ?? 1) ?? only.Kept;
        }
    }

    // MariaDB counts with r_, the second version of MySQL's JSON with actual_; the first does not count.
    private static MySqlNode Node(string table, string access, Dictionary<string, string> fields)
    {
        var read = Number(fields, "r_rows") * (Number(fields, "r_loops") ?? 1) ?? (Number(fields, "actual_rows") * (Number(fields, "actual_loops") ?? 1));
        return new()
        {
            Table = table,
            Access = fields.TryGetValue("operation", out var operation) && operation.IndexOf(" on ", StringComparison.Ordinal) is > 0 and var end ? MySqlTreePlan.Word(operation[..end]) : access,
            // By several parts of an index it is no single column that decides.
            IsKeyed = fields.ContainsKey(KeyParts),
            KeyColumn = fields.TryGetValue(KeyParts, out var parts) && !parts.Contains(',') ? parts : null,
            Condition = fields.GetValueOrDefault("attached_condition") ?? fields.GetValueOrDefault("index_condition"),
            Read = read,
            Kept = read * (Number(fields, "r_filtered") ?? 100) / 100,
            TotalMs = Number(fields, "r_table_time_ms") ?? Number(fields, "r_total_time_ms"),
        };
    }

    private void Finish(CodePlace place, string query)
    {
        var sql = query.Length > 0 ? query : _query ?? "";
        var statement = sql.Length > 0 ? SqlText.WithoutValues(sql, quotesHoldNames: false) : null;
        foreach (var node in _nodes)
            capture.AddPlan(node.ToPlanNode(place, statement));

        _nodes.Clear();
    }

    private static double? Number(Dictionary<string, string> fields, string name) =>
        fields.TryGetValue(name, out var text) && double.TryParse(text, System.Globalization.NumberStyles.Float, System.Globalization.CultureInfo.InvariantCulture, out var number) && number is >= 0 and < 1e15
            ? number
            : null;
}
