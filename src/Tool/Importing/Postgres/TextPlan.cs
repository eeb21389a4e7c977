using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using PerfAnalyzers.Tool.Capturing;
using Capture = PerfAnalyzers.Tool.Capturing.Capture;

namespace PerfAnalyzers.Tool.Importing.Postgres;

/// <summary>Reads the text that <c>EXPLAIN</c> prints, line by line. What stands before a plan, a query for example, may say where it was issued.</summary>
internal sealed partial class TextPlan(Capture capture)
{
    private const int MaxPreamble = 100_000;

    private readonly StringBuilder _preamble = new();
    private readonly List<PlanEntry> _entries = [];
    private PlanEntry? _current;
    private bool _inPlan;

    /// <summary>How many nodes there were, of any kind.</summary>
    public int Nodes { get; private set; }

    /// <summary>The query of the last plan; empty where it is not said.</summary>
    public string QueryText { get; private set; } = "";

    /// <summary>Where the last plan's query was issued.</summary>
    public CodePlace Place { get; private set; } = CodePlace.Unknown;

    /// <summary>Whether a line is a node of a plan that reads a table.</summary>
    public static bool IsScan(string line) => line.Contains(" on ", StringComparison.Ordinal) && Scan().IsMatch(line);

    /// <summary>Whether a line is any node, by its costs or its timing.</summary>
    public static bool IsNode(string line) =>
        (line.Contains("(cost=", StringComparison.Ordinal) && Costs().IsMatch(line)) || (line.Contains("(actual ", StringComparison.Ordinal) && Actual().IsMatch(line));

    /// <summary>Whether a line is one that a client draws around plans.</summary>
    public static bool IsSeparator(string line) => Separator().IsMatch(line);

    /// <summary>Takes a line.</summary>
    public void Add(string line)
    {
        if (line.Contains("QUERY PLAN", StringComparison.Ordinal) || Separator().IsMatch(line))
        {
            if (_inPlan)
                Finish();
        }
        else if (line.Contains("Scan", StringComparison.Ordinal) && Scan().Match(line) is { Success: true } scan)
            Open(line, scan);
        else if (IsNode(line) || line.Contains("(never executed)", StringComparison.Ordinal) || line.TrimStart().StartsWith("->", StringComparison.Ordinal))
            (_current, _inPlan, Nodes) = (null, true, Nodes + 1);
        else if (_inPlan)
            Property(line.Trim());
        else if (_preamble.Length < MaxPreamble)
            _preamble.Append(line).Append('\n');
    }

    /// <summary>Ends the plan that was read.</summary>
    public void Finish()
    {
        QueryText = QueryStart().Match(_preamble.ToString()) is { Success: true } start ? start.Groups["sql"].Value.Trim() : "";
        Place = SqlText.Place(_preamble.ToString());
        var statement = QueryText.Length > 0 ? SqlText.WithoutValues(QueryText) : null;
        foreach (var entry in _entries)
        {
            if (entry.ToPlanNode(Place, statement) is { } node)
                capture.AddPlan(node);
        }

        _entries.Clear();
        _preamble.Clear();
        (_current, _inPlan) = (null, false);
    }

    private void Open(string line, Match scan)
    {
        // A node that does not stand below another one starts a plan.
        if (_inPlan && _entries.Count > 0 && !scan.Groups["below"].Success && !scan.Groups["indent"].Success)
            Finish();

        _current = new() { Type = scan.Groups["node"].Value, Relation = Unquoted(scan.Groups["relation"].Value), Alias = scan.Groups["alias"] is { Success: true } alias ? Unquoted(alias.Value) : null };
        if (Actual().Match(line) is { Success: true } actual)
        {
            _current.Set("Actual Rows", null, Number(actual.Groups["rows"]));
            _current.Set("Actual Loops", null, Number(actual.Groups["loops"]));
            _current.Set("Actual Total Time", null, Number(actual.Groups["total"]));
        }
        else if (line.Contains("(never executed)", StringComparison.Ordinal))
            _current.Loops = 0;

        _entries.Add(_current);
        (_inPlan, Nodes) = (true, Nodes + 1);
    }

    private void Property(string line)
    {
        var colon = line.IndexOf(':');
        if (colon <= 0)
            return;

        var (name, value) = (line[..colon], line[(colon + 1)..].Trim());
        if (name is "Planning" or "Execution Time" or "Total runtime")
            _current = null;

        _current?.Set(name, value, double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null);
        if (name is "Execution Time" or "Total runtime")
            Finish();
    }

    private static double? Number(Group group) => double.TryParse(group.ValueSpan, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static string Unquoted(string name) => name.Length > 1 && name[0] == '"' ? name[1..^1].Replace("\"\"", "\"", StringComparison.Ordinal) : name;

    // ->  Parallel Seq Scan on public."Orders" o  (cost=...)
    [GeneratedRegex(@"^(?<indent>\s{2,})?\s*(?<below>->\s+)?(?:(?:Parallel|Async)\s+)*(?<node>(?:Seq|Sample|Index|Index Only|Bitmap Heap|Tid|Tid Range|Foreign) Scan)(?: Backward)?(?: using (?:""(?:[^""]|"""")+""|\S+))? on (?:(?:""(?:[^""]|"""")+""|[^\s"".(]+)\.)?(?<relation>""(?:[^""]|"""")+""|[^\s"".(]+)(?: (?<alias>""(?:[^""]|"""")+""|[^\s""(]+))?(?=\s|$)")]
    private static partial Regex Scan();

    [GeneratedRegex(@"\(cost=\d+\.\d+\.\.\d+\.\d+ rows=\d+ width=\d+\)")]
    private static partial Regex Costs();

    [GeneratedRegex(@"\(actual (?:time=[\d.]+\.\.(?<total>[\d.]+) )?rows=(?<rows>[\d.]+) loops=(?<loops>\d+)\)")]
    private static partial Regex Actual();

    // The lines under a heading and at a table's end, as psql draws them.
    [GeneratedRegex(@"^\s*(?:[-+|═─╔╚╟╗╝╢┌└├┐┘┤╞╡]{3,}|\(\d+ rows?\))\s*$")]
    private static partial Regex Separator();

    [GeneratedRegex(@"(?:Query Text:|\bEXPLAIN\b(?:\s*\([^)]*\)|\s+ANALYZE|\s+VERBOSE)*)\s*(?<sql>\S.*)", RegexOptions.Singleline | RegexOptions.IgnoreCase)]
    private static partial Regex QueryStart();
}
