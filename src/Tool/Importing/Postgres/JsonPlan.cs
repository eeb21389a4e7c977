using System.Text.Json;
using PerfAnalyzers.Tool.Capturing;

namespace PerfAnalyzers.Tool.Importing.Postgres;

/// <summary>
/// Reads what <c>EXPLAIN (FORMAT JSON)</c> and auto_explain write: objects with a <c>Plan</c>, alone, in an array or one after the other. Plans nest as deep as
/// queries do, so nodes are kept on a list and nothing here calls itself.
/// </summary>
internal sealed class JsonPlan(JsonPull json, Capture capture)
{
    /// <summary>Two levels for each node: its object, and the array it is in.</summary>
    public const int MaxDepth = 1000;

    private readonly Stack<(int Depth, PlanEntry Entry)> _open = new();
    private readonly Stack<int> _lists = new();
    private readonly List<PlanEntry> _closed = [];
    private int _planDepth = -1;
    private string? _queryText;
    private (CodePlace Place, string Query) _around;

    /// <summary>The query of the last plan, where the plan says it.</summary>
    public string? QueryText { get; private set; }

    /// <summary>Reads to the end.</summary>
    /// <param name="place">Where plans were issued that do not say it themselves.</param>
    /// <param name="query">The query of plans that do not say it themselves; empty when unknown.</param>
    public void Read(CodePlace? place = null, string query = "")
    {
        _around = (place ?? CodePlace.Unknown, query);
        var name = "";
        try
        {
            while (json.Read())
            {
                if (json.Token == JsonTokenType.PropertyName)
                {
                    name = json.GetString() ?? "";
                    continue;
                }

                if (json.Token == JsonTokenType.StartObject)
                    Enter(name);
                else if (json.Token == JsonTokenType.StartArray && name == "Plans" && _open.Count > 0)
                    _lists.Push(json.Depth);
                else if (json.Token is JsonTokenType.EndObject or JsonTokenType.EndArray)
                    Leave();
                else if (name.Length > 0)
                    Take(name);

                name = "";
            }
        }
        finally
        {
            Finish();
        }
    }

    private void Enter(string name)
    {
        var isRoot = name == "Plan" && _open.Count == 0;
        if (!isRoot && !(_lists.Count > 0 && _lists.Peek() == json.Depth - 1))
            return;

        if (isRoot)
            _planDepth = json.Depth;

        _open.Push((json.Depth, new()));
    }

    private void Take(string name)
    {
        if (_open.Count > 0 && _open.Peek().Depth == json.Depth)
            _open.Peek().Entry.Set(name, json.Token == JsonTokenType.String ? json.GetString() : null, json.GetDouble());
        else if (name == "Query Text" && _open.Count == 0 && json.Token == JsonTokenType.String)
            _queryText = json.GetString();
    }

    private void Leave()
    {
        if (json.Token == JsonTokenType.EndArray)
        {
            if (_lists.Count > 0 && _lists.Peek() > json.Depth)
                _lists.Pop();

            return;
        }

        if (_open.Count > 0 && _open.Peek().Depth > json.Depth)
            _closed.Add(_open.Pop().Entry);
        else if (_open.Count == 0 && json.Depth < _planDepth - 1)
            Finish();
    }

    // The query may stand before or after its plan, so it is known when the object around both ends.
    private void Finish()
    {
        var place = _queryText is null ? _around.Place : SqlText.Place(_queryText);
        var query = _queryText ?? _around.Query;
        var statement = query.Length == 0 ? null : SqlText.WithoutValues(query);
        foreach (var entry in _closed)
        {
            if (entry.ToPlanNode(place, statement) is { } node)
                capture.AddPlan(node);
        }

        QueryText = _queryText ?? QueryText;
        _closed.Clear();
        _open.Clear();
        _lists.Clear();
        (_queryText, _planDepth) = (null, -1);
    }
}
