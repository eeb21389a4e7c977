using System.Collections.Immutable;

namespace PerfAnalyzers.Evidence;

/// <summary>A table that a query is suspected to read from end to end.</summary>
/// <param name="Names">What the database may call it; compared without regard to case and underscores.</param>
/// <param name="Columns">The columns for which an index is missing, with the one that is told about first.</param>
/// <param name="Entity">The metadata name of the entity.</param>
internal sealed record ScannedTable(ImmutableArray<string> Names, ImmutableArray<string> Columns, string Entity)
{
    /// <summary>Whether a plan's relation, <c>public."Orders"</c>, is this table.</summary>
    public bool IsNamed(string relation)
    {
        var last = Plain(relation.Substring(relation.LastIndexOf('.') + 1));
        return Names.Any(n => Plain(n) == last);
    }

    /// <summary>Whether a plan's column is the one without an index.</summary>
    public bool HasColumn(string column) => Columns.Any(c => Plain(c) == Plain(column));

    private static string Plain(string name) => name.Replace("_", "").Trim('"', '[', ']', '`').ToUpperInvariant();
}
