using PerfAnalyzers.Tool.Tracing;

namespace PerfAnalyzers.Tool.Capturing;

/// <summary>
/// What was measured, whichever tool measured it: the one model between all formats and everything that is shown or written. It holds no values of
/// parameters, no connection strings and no query strings; a format leaves them behind when it reads.
/// </summary>
internal sealed class Capture
{
    /// <summary>Waterfalls kept for each endpoint, the slowest.</summary>
    private const int TracesPerEndpoint = 3;

    private const int MaxRemarks = 20;

    /// <summary>Statements beyond these are added up as one: a program that writes names into its SQL would fill the memory.</summary>
    private const int MaxStatements = 50_000;

    private const int MaxPlans = 50_000;

    /// <summary>Functions, types and endpoints beyond these are added up as one: nobody reads them, and each has a record or a row.</summary>
    private const int MaxFunctions = 100_000;

    private const int MaxTypes = 200_000;

    private const int MaxEndpoints = 20_000;

    private readonly List<string> _remarks = [];
    private readonly List<PlanNode> _plans = [];
    private int _plansToMergeAt = 10_000;
    private readonly Dictionary<ValueKind, CallTree> _trees = [];
    private readonly Dictionary<string, List<TraceSample>> _traces = new(StringComparer.Ordinal);

    /// <summary>The names of the formats that it was read from: <c>speedscope</c>.</summary>
    public SortedSet<string> Formats { get; } = new(StringComparer.Ordinal);

    /// <summary>When it was captured, where the capture says so.</summary>
    public DateTimeOffset? CapturedAt { get; set; }

    /// <summary>How long was measured, in milliseconds.</summary>
    public double? DurationMs { get; set; }

    /// <summary>What a root operation is, when it is not a request: <c>process</c>, <c>test</c>, <c>message</c>, <c>benchmark</c>.</summary>
    public string? RootKind { get; set; }

    /// <summary>How often the thread pool added a thread because others waited; null when not recorded.</summary>
    public double? PoolGrowth { get; set; }

    /// <summary>Whether times and counts rest on samples.</summary>
    public bool IsSampled { get; set; }

    /// <summary>Executions that took less, in milliseconds, are not in the capture; null when all are.</summary>
    public double? ThresholdMs { get; private set; }

    /// <summary>Whether the file ended early or a part of it could not be used; <see cref="Remarks"/> says which.</summary>
    public bool IsPartial { get; private set; }

    /// <summary>Call trees, at most one for each kind of value.</summary>
    public IEnumerable<CallTree> Trees => _trees.Values;

    /// <summary>Round trips and waits by place.</summary>
    public SiteTable Sites { get; } = new();

    /// <summary>Root operations by name: method and route pattern, never a path that a client sent.</summary>
    public Dictionary<string, EndpointTotals> Endpoints { get; } = new(StringComparer.Ordinal);

    /// <summary>Plan nodes that read tables.</summary>
    public IReadOnlyList<PlanNode> Plans => _plans;

    /// <summary>Types by their name as the runtime writes it: <c>Shop.PriceCache+Entry</c>, <c>System.Byte[]</c>.</summary>
    public Dictionary<string, TypeTotals> Types { get; } = new(StringComparer.Ordinal);

    /// <summary>Functions that were counted.</summary>
    public Dictionary<Frame, FunctionTotals> Functions { get; } = [];

    /// <summary>Statements without their values; see <see cref="SqlText"/>.</summary>
    public Dictionary<(string Text, string Operation), StatementTotals> Statements { get; } = [];

    /// <summary>What other tools found, and how often at that line.</summary>
    public Dictionary<ToolFinding, int> Findings { get; } = [];

    /// <summary>The slowest executions of each endpoint.</summary>
    public IEnumerable<TraceSample> Traces => _traces.Values.SelectMany(t => t);

    /// <summary>Spans that were read and are not yet in the sums: a trace may lie in several files. See <see cref="FinishSpans"/>.</summary>
    public SpanStore Spans { get; private set; } = new();

    /// <summary>What the user should know about the file.</summary>
    public IReadOnlyList<string> Remarks => _remarks;

    /// <summary>Whether nothing was measured.</summary>
    public bool IsEmpty =>
        _trees.Values.All(t => t.Nodes.Count == 0) && !Sites.Sites.Any() && Endpoints.Count == 0 && Plans.Count == 0 && Types.Count == 0 && Functions.Count == 0 &&
        Statements.Count == 0 && Findings.Count == 0 && Spans.Count == 0;

    /// <summary>The call tree of a kind of value.</summary>
    public CallTree Tree(ValueKind kind)
    {
        if (!_trees.TryGetValue(kind, out var tree))
            _trees.Add(kind, tree = new(kind));

        return tree;
    }

    /// <summary>The sums of an endpoint.</summary>
    public EndpointTotals Endpoint(string name) => GetUpTo(MaxEndpoints, Endpoints, name, "(further endpoints)", "endpoints");

    /// <summary>The sums of a type.</summary>
    public TypeTotals Type(string name) => GetUpTo(MaxTypes, Types, name, "(further types)", "types");

    /// <summary>The sums of a counted function.</summary>
    public FunctionTotals Function(Frame frame) => GetUpTo(MaxFunctions, Functions, frame, CallTree.Further, "functions");

    /// <summary>Adds executions of a statement.</summary>
    /// <param name="sql">The text as captured; its values are left behind here.</param>
    /// <param name="calls">Executions.</param>
    /// <param name="totalMs">Their time in milliseconds; null when it was not measured.</param>
    /// <param name="rows">Rows returned.</param>
    /// <param name="maxMs">The longest one.</param>
    /// <param name="quotesHoldNames">See <see cref="SqlText.WithoutValues"/>.</param>
    public void AddStatement(string sql, double calls, double? totalMs, double? rows = null, double? maxMs = null, bool quotesHoldNames = true)
    {
        AddStatement(SqlText.WithoutValues(sql, quotesHoldNames), SqlText.Operation(sql), calls, totalMs, rows, maxMs);
    }

    /// <summary>Adds executions of a statement whose values were left behind already.</summary>
    /// <param name="text">What <see cref="SqlText.WithoutValues"/> made of it.</param>
    /// <param name="operation">What <see cref="SqlText.Operation"/> said about it.</param>
    /// <param name="calls">Executions.</param>
    /// <param name="totalMs">Their time in milliseconds; null when it was not measured.</param>
    /// <param name="rows">Rows returned.</param>
    /// <param name="maxMs">The longest one.</param>
    public void AddStatement(string text, string operation, double calls, double? totalMs, double? rows, double? maxMs)
    {
        var isKept = Statements.Count < MaxStatements || Statements.ContainsKey((text, operation));
        var totals = Get(Statements, (isKept ? text : "(further statements)", operation));
        totals.Calls += calls;
        totals.TotalMs = totalMs is null ? totals.TotalMs : (totals.TotalMs ?? 0) + totalMs;
        totals.Rows = rows is null ? totals.Rows : (totals.Rows ?? 0) + rows;
        totals.MaxMs = maxMs is null ? totals.MaxMs : Math.Max(totals.MaxMs ?? 0, maxMs.Value);
    }

    /// <summary>Those that were added after the first ones; all of them where they had to be merged since.</summary>
    public List<PlanNode> PlansSince(int count) => [.. _plans.Skip(count <= _plans.Count ? count : 0)];

    /// <summary>Adds a node of a plan; those of a statement that ran again and again become one when there are many.</summary>
    public void AddPlan(PlanNode plan)
    {
        if (_plans.Count >= _plansToMergeAt)
        {
            var merged = _plans.GroupBy(p => (p.Place, p.Statement, p.Node, p.Relation, p.Column)).Select(PlanNode.Merge).ToList();
            _plans.Clear();
            _plans.AddRange(merged);

            // Where hardly any are the same, merging again and again would change nothing.
            _plansToMergeAt = merged.Count > MaxPlans / 2 ? int.MaxValue : Math.Max(_plansToMergeAt, 2 * merged.Count);
        }

        if (_plans.Count < MaxPlans)
            _plans.Add(plan);
        else
            Partial("there are more plans than are kept; further ones are left out");
    }

    /// <summary>Whether an execution of this duration would be kept, so that its spans are only made when it is.</summary>
    public bool WantsTrace(string endpoint, double durationMs) =>
        !_traces.TryGetValue(endpoint, out var kept) || kept.Count < TracesPerEndpoint || kept[^1].DurationMs < durationMs;

    /// <summary>Keeps an execution if it is among the slowest of its endpoint.</summary>
    public void AddTrace(TraceSample trace)
    {
        var kept = Get(_traces, trace.Endpoint);
        kept.Add(trace);
        kept.Sort((a, b) => b.DurationMs.CompareTo(a.DurationMs));
        if (kept.Count > TracesPerEndpoint)
            kept.RemoveAt(TracesPerEndpoint);
    }

    /// <summary>Adds up the spans of all files that were read.</summary>
    public void FinishSpans()
    {
        var spans = Spans;
        Spans = new();
        TraceAnalysis.Run(spans, this);
    }

    /// <summary>
    /// Says that a log of slow statements was read: what took less than the fastest one in it may have run as often as it likes, and the log does not say.
    /// </summary>
    /// <param name="fastestMs">The fastest execution in the log, in milliseconds.</param>
    public void AddThreshold(double fastestMs)
    {
        // Nobody logs from less than a millisecond on: then it is everything that was logged.
        if (!double.IsFinite(fastestMs) || fastestMs < 1)
            return;

        ThresholdMs = Math.Max(ThresholdMs ?? 0, fastestMs);
        Remark(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"no statement in the log took less than {fastestMs:0.###} ms: faster ones were probably not logged, so counts and times are at least what is said"));
    }

    /// <summary>Tells the user something about the file.</summary>
    public void Remark(string text)
    {
        if (_remarks.Count < MaxRemarks && !_remarks.Contains(text))
            _remarks.Add(text);
    }

    /// <summary>Tells the user that a part of the file is not in the capture, and marks what is written of it.</summary>
    public void Partial(string reason)
    {
        IsPartial = true;
        Remark(reason);
    }

    private TValue GetUpTo<TKey, TValue>(int most, Dictionary<TKey, TValue> table, TKey key, TKey further, string what)
        where TKey : notnull
        where TValue : new()
    {
        if (table.Count < most || table.ContainsKey(key))
            return Get(table, key);

        Partial(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"more than {most:N0} {what}; further ones are added up as one"));
        return Get(table, further);
    }

    private static TValue Get<TKey, TValue>(Dictionary<TKey, TValue> table, TKey key)
        where TKey : notnull
        where TValue : new()
    {
        if (!table.TryGetValue(key, out var value))
            table.Add(key, value = new());

        return value;
    }
}
