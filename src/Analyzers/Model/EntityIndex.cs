using System.Collections.Immutable;

namespace PerfAnalyzers.Model;

/// <summary>One index of an entity's table.</summary>
/// <param name="Kind">Why it is there.</param>
/// <param name="Columns">Its properties, in order: only a filter on the first ones can use it.</param>
/// <param name="IsUnique">Whether at most one row has given values.</param>
/// <param name="HasFilter">Whether it holds for some rows only.</param>
internal sealed record EntityIndex(IndexKind Kind, ImmutableArray<string> Columns, bool IsUnique = false, bool HasFilter = false)
{
    /// <summary>Whether a filter on the property alone can use it.</summary>
    public bool IsLedBy(string property) => Columns.Length > 0 && Columns[0] == property;

    /// <summary>Whether its first columns are these, in this order.</summary>
    public bool StartsWith(ImmutableArray<string> columns) =>
        Columns.Length >= columns.Length && Columns.Take(columns.Length).SequenceEqual(columns);
}
