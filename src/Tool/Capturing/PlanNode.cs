namespace PerfAnalyzers.Tool.Capturing;

/// <summary>A node of a plan that a database chose: how it reads one table.</summary>
/// <param name="Place">The line that issued the query, when its text carries it.</param>
/// <param name="Statement">The query without values, or null.</param>
/// <param name="Node">The database's own word: <c>Seq Scan</c>, <c>Index Scan</c>, <c>ALL</c>.</param>
/// <param name="Relation">The table.</param>
/// <param name="Column">The column that is compared, where the plan says it and it is one.</param>
/// <param name="RowsRead">Rows read, over all loops and workers.</param>
/// <param name="RowsKept">Rows left after the node's own filter, over all loops and workers.</param>
/// <param name="TotalMs">The node's time over all loops, in milliseconds.</param>
internal sealed record PlanNode(
    CodePlace Place, string? Statement, string Node, string? Relation, string? Column, double? RowsRead, double? RowsKept, double? TotalMs)
{
    /// <summary>Executions of which this is the one that read most for nothing; <see cref="TotalMs"/> is their sum.</summary>
    public long Calls { get; init; } = 1;

    /// <summary>Rows that were read for nothing.</summary>
    public double RowsDropped => (RowsRead ?? 0) - (RowsKept ?? 0);

    /// <summary>Several executions of one plan as one.</summary>
    public static PlanNode Merge(IEnumerable<PlanNode> plans)
    {
        var all = plans.ToList();
        return all.MaxBy(p => p.RowsDropped)! with { Calls = all.Sum(p => p.Calls), TotalMs = all.Exists(p => p.TotalMs is not null) ? all.Sum(p => p.TotalMs ?? 0) : null };
    }
}
