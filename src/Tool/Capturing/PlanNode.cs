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
    CodePlace Place, string? Statement, string Node, string? Relation, string? Column, double? RowsRead, double? RowsKept, double? TotalMs);
