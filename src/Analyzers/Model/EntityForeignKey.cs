using System.Collections.Immutable;

namespace PerfAnalyzers.Model;

/// <summary>The columns of an entity that hold the key of another.</summary>
/// <param name="Columns">The properties; one that no property stands for has the name that EF Core gives it.</param>
/// <param name="Navigation">The navigation to the other entity; empty when there is none.</param>
/// <param name="IsUnique">Whether each row of the other entity has one row here at most.</param>
internal sealed record EntityForeignKey(ImmutableArray<string> Columns, string Navigation = "", bool IsUnique = false);
