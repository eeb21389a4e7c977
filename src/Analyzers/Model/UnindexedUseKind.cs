namespace PerfAnalyzers.Model;

/// <summary>The parts of a query that an index can serve.</summary>
internal enum UnindexedUseKind
{
    /// <summary>A condition.</summary>
    Filter,

    /// <summary>The key by which a table is joined to a few rows of another one.</summary>
    Join,

    /// <summary>The order of which only the first rows are wanted.</summary>
    Order,
}
