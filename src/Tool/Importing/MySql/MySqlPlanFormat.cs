using System.Text;
using System.Text.RegularExpressions;
using PerfAnalyzers.Tool.Capturing;
using Capture = PerfAnalyzers.Tool.Capturing.Capture;

namespace PerfAnalyzers.Tool.Importing.MySql;

/// <summary>Plans of MySQL and MariaDB: <c>EXPLAIN</c> and <c>ANALYZE FORMAT=JSON</c>, <c>EXPLAIN ANALYZE</c>, alone or as the command line client prints them.</summary>
internal sealed partial class MySqlPlanFormat : ICaptureFormat
{
    private const int MaxPlan = 64_000_000;

    public string Name => "mysql-explain";

    public bool Recognizes(CaptureHead head) =>
        head.Keys.Contains("query_block") || (head.Keys.Contains("query_plan") && head.Keys.Contains("query")) || (head.Keys.Contains("inputs") && head.Keys.Contains("operation")) ||
        (head.IsText && head.Keys.Count == 0 && (head.Text.Contains("\"query_block\"", StringComparison.Ordinal) || Lines(head.Text).Any(MySqlTreePlan.IsAccess)));

    public void Read(CaptureInput input, Capture capture)
    {
        var before = capture.Plans.Count;
        var text = Encoding.UTF8.GetString(input.ReadAll(MaxPlan)).TrimStart('\uFEFF');
        var start = JsonStart().Match(text);
        if (start.Success)
            ReadJson(text, start.Index, capture);
        else
            ReadTree(text, capture);

        var plans = capture.PlansSince(before);
        if (plans.Count == 0)
            capture.Remark($"{input.FileName}: the plan reads no table");
        else if (plans.TrueForAll(p => p.RowsRead is null))
            capture.Remark($"{input.FileName}: the query was planned and not run, so the plan says how rows are found and not how many; use ANALYZE FORMAT=JSON (MariaDB) or EXPLAIN ANALYZE (MySQL)");

        if (plans.Exists(p => p.Statement is null))
            capture.Remark($"{input.FileName}: the plan has the aliases of tables only; put the query before it, so that they are known by name");
    }

    private static void ReadJson(string text, int start, Capture capture)
    {
        var (place, query) = Query(text[..start]);
        var plan = text[start..];

        // The client in batch mode writes line feeds as two characters; in its other modes it draws a frame.
        if (plan.StartsWith("{\\n", StringComparison.Ordinal))
            plan = plan.Replace("\\n", "\n", StringComparison.Ordinal);

        plan = plan[..(plan.LastIndexOf('}') is > 0 and var end && LooksFramed(plan[(end + 1)..]) ? end + 1 : plan.Length)];
        using var json = new JsonPull(new MemoryStream(Encoding.UTF8.GetBytes(plan)), MySqlJsonPlan.MaxDepth);
        new MySqlJsonPlan(json, capture).Read(place, query);
    }

    private static bool LooksFramed(string rest) => rest.Trim() is var tail && (tail.Length == 0 || tail[0] is '|' or '+' || tail.Contains(" row", StringComparison.Ordinal));

    private static void ReadTree(string text, Capture capture)
    {
        // In batch mode here too, line feeds are two characters.
        if (!text.Contains("\n ", StringComparison.Ordinal))
            text = text.Replace("\\n", "\n", StringComparison.Ordinal);

        var plan = new MySqlTreePlan(capture);
        var before = new StringBuilder();
        foreach (var line in Lines(text))
        {
            if (!plan.Add(line))
                before.Append(line).Append('\n');
        }

        var (place, query) = Query(before.ToString());
        plan.Finish(place, query);
    }

    private static IEnumerable<string> Lines(string text) => text.Split('\n').Select(l => l.TrimEnd('\r'));

    private static (CodePlace Place, string Query) Query(string before) =>
        (SqlText.Place(before), QueryStart().Match(before) is { Success: true } start ? start.Groups["sql"].Value.Trim() : "");

    [GeneratedRegex(@"\{\s*(?:\\n)?\s*""(?:query_block|query_optimization|query_plan|query|inputs|operation|json_schema_version|query_type)""")]
    private static partial Regex JsonStart();

    [GeneratedRegex(@"\b(?<sql>(?:SELECT|WITH|UPDATE|DELETE|INSERT|REPLACE)\b.*?)(?:;|\\G|$)", RegexOptions.Singleline | RegexOptions.IgnoreCase)]
    private static partial Regex QueryStart();
}
