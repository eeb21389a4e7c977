using PerfAnalyzers.Flow.Queries;
using PerfAnalyzers.Knowledge;

namespace PerfAnalyzers.Facts;

/// <summary>One line of what an assembly says about a member that others can call. One of the four answers is given.</summary>
/// <param name="Key">The member, as <see cref="FactKey"/> writes it.</param>
internal sealed record Fact(string Key)
{
    /// <summary>Where calling it leads.</summary>
    public UpstreamFact? Effect { get; init; }

    /// <summary>Whether the sequence that it returns is a query.</summary>
    public QueryOriginKind? Returned { get; init; }

    /// <summary>Which entities it returns, and what is loaded with them.</summary>
    public EntityFact? Entities { get; init; }

    /// <summary>What it does with the delegate that it is given for <see cref="Parameter"/>.</summary>
    public ApiCalls? Use { get; init; }

    /// <summary>Ordinal of the delegate's parameter; an extension method's <c>this</c> is 0.</summary>
    public int Parameter { get; init; } = -1;
}
