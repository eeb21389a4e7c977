using Microsoft.CodeAnalysis.Operations;

namespace PerfAnalyzers.Model;

/// <summary>A part of a query that makes the database read a whole table, and that an index would serve.</summary>
/// <param name="Kind">Which part.</param>
/// <param name="Columns">The columns that have no index.</param>
/// <param name="Call">The operator.</param>
internal sealed record UnindexedUse(UnindexedUseKind Kind, ColumnSet Columns, IInvocationOperation Call);
