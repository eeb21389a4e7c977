using PerfAnalyzers.Tool.Capturing;

namespace PerfAnalyzers.Tool.Importing.Postgres;

/// <summary>What <c>EXPLAIN (FORMAT JSON)</c> prints, with and without <c>ANALYZE</c>; also several one after the other, and what auto_explain writes.</summary>
internal sealed class ExplainJsonFormat : ICaptureFormat
{
    public string Name => "postgresql-explain";

    public bool Recognizes(CaptureHead head) => head.Keys.Contains("Plan/Node Type") || head.Keys.Contains("[]/Plan/Node Type");

    public void Read(CaptureInput input, Capture capture)
    {
        using var json = new JsonPull(input, JsonPlan.MaxDepth);
        var before = capture.Plans.Count;
        new JsonPlan(json, capture).Read();
        Explained(input, capture, before);
    }

    /// <summary>Says what the plans do not say.</summary>
    public static void Explained(CaptureInput input, Capture capture, int before)
    {
        var plans = capture.PlansSince(before);
        if (plans.Count == 0)
            capture.Remark($"{input.FileName}: the plan reads no table");
        else if (plans.TrueForAll(p => p.RowsRead is null))
            capture.Remark($"{input.FileName}: the query was planned and not run, so the plan says how rows are found and not how many; use EXPLAIN (ANALYZE)");

        if (plans.Exists(p => !p.Place.IsKnown))
            capture.Remark($"{input.FileName}: no '-- File: path:line' says which code issued the query, so its plan is matched by table and column");
    }
}
