using Microsoft.CodeAnalysis;

namespace PerfAnalyzers.Flow.Entities;

/// <summary>One query that joins two collections of the same rows, so that each element of one comes with each of the other.</summary>
/// <param name="Run">The operation that runs the query.</param>
/// <param name="Include">The call that adds the second collection; in a projection, the read of it.</param>
/// <param name="First">The first collection, as a path from the query's rows.</param>
/// <param name="Second">The second.</param>
/// <param name="IsOfOneRow">The query is for one row: its collections multiply, and nothing else.</param>
/// <param name="IsAskedFor">The query says itself that it shall not be split.</param>
internal sealed record CartesianJoin(IOperation Run, IOperation Include, string First, string Second, bool IsOfOneRow, bool IsAskedFor);
