using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using PerfAnalyzers.Knowledge;

namespace PerfAnalyzers.Flow.Queries;

/// <summary>Rows that something has fetched from the database into memory.</summary>
/// <param name="Read">The operation of the asked body that fetches them: the call that runs the query, the query itself when it is enumerated, or the call of a member that does.</param>
/// <param name="ReadBy">The API that runs the query.</param>
internal sealed record LoadedRows(IOperation Read, string ReadBy)
{
    /// <summary>The query, when the asked body runs it itself.</summary>
    public IOperation? Query { get; init; }

    /// <summary>The members that stand between the asked body and the query, outermost first.</summary>
    public ImmutableArray<IMethodSymbol> Through { get; init; } = [];

    /// <summary>The query, or the member that has it, fetches some of the table's rows only.</summary>
    public bool IsNarrowed { get; init; }

    /// <summary>The query fetches a page, whose rows depend on what comes before.</summary>
    public bool IsPaged { get; init; }

    /// <summary>The query fetches the row of one key, as far as names tell.</summary>
    public bool IsByKey { get; init; }

    /// <summary>What it fetches is what raw SQL makes of the columns, or a projection that a query cannot be asked for.</summary>
    public bool IsReshaped { get; init; }

    /// <summary>Nobody in sight says that what the member returns is what it has fetched.</summary>
    public bool IsLikely { get; init; }

    /// <summary>What happens to the rows when the member that loads them is given something for a parameter: <c>if (predicate != null) query = query.Where(predicate);</c></summary>
    public ImmutableArray<(IParameterSymbol Parameter, ApiRows What)> WhenGiven { get; init; } = [];

    /// <summary>The local that holds them on the way, with no other use.</summary>
    public ILocalSymbol? Local { get; init; }
}
