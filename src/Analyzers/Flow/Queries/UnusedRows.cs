using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace PerfAnalyzers.Flow.Queries;

/// <summary>Rows that were loaded for an operation that has no use for most of them, or of each for little.</summary>
/// <param name="Operation">The operation: a call, or a property like <c>Count</c>.</param>
/// <param name="Use">What it has a use for.</param>
/// <param name="Rows">What was loaded.</param>
internal sealed record UnusedRows(IOperation Operation, Knowledge.ApiRows Use, LoadedRows Rows)
{
    /// <summary>What it is called.</summary>
    public string Name { get; init; } = "";

    /// <summary>Of each row, what is used, when all rows are.</summary>
    public ImmutableArray<string> Columns { get; init; } = [];

    /// <summary>It groups the rows, and one value is computed from each group.</summary>
    public bool IsGrouped { get; init; }

    /// <summary>No operator on the spot leaves them out, but a loop that skips some, one filter after the other, or a member that is given them: the load is what has to change.</summary>
    public bool IsSpread { get; init; }

    /// <summary>All that is left out is what has no text, against which a loop guards itself.</summary>
    public bool AreEmpty { get; init; }

    /// <summary>They are values, among which one is looked for.</summary>
    public bool AreLookedThrough { get; init; }

    /// <summary>What is done with them in the member that is given them; null when it is done on the spot.</summary>
    public IOperation? GivenTo { get; init; }

    /// <summary>A query cannot say it as it is written.</summary>
    public bool InOtherWords { get; init; }

    /// <summary>The delegate because of which the operator is not the query's; null when it is written on the spot.</summary>
    public ISymbol? Delegate { get; init; }
}
