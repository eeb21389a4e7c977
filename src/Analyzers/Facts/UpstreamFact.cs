using PerfAnalyzers.Flow.Calls;


namespace PerfAnalyzers.Facts;

/// <summary>What another assembly says that calling one of its members leads to.</summary>
/// <param name="Question">The kind of round trip.</param>
/// <param name="Chain">The members on the way, the round trip last: <c>OrderRepository.GetAsync -> ToListAsync</c>.</param>
/// <param name="Issuer">Documentation id of the member that issues the round trip.</param>
/// <param name="Hops">Calls between the member and the round trip; 0 when it issues it itself.</param>
/// <param name="Leading">Implementations in that assembly that lead there.</param>
/// <param name="All">Implementations in that assembly; 1 for a member that is not dispatched.</param>
internal sealed record UpstreamFact(EffectQuestion Question, string Chain, string Issuer, int Hops, int Leading, int All)
{
    /// <summary>Runs on a branch only.</summary>
    public bool IsSometimes { get; init; }

    /// <summary>The member remembers what it fetched by what it is given.</summary>
    public bool IsOncePerKey { get; init; }

    /// <summary>Part of the path rests on a convention or on a type.</summary>
    public bool IsLikely { get; init; }

    /// <summary>The round trip is repeated on the way, and reported there.</summary>
    public bool IsRepeated { get; init; }

    /// <summary>Leads there only when one of these parameters is given a query: bit n for ordinal n; 0 when it always does.</summary>
    public ulong IfQuery { get; init; }

    /// <summary>
    /// Does not lead there when this is known of a parameter (n: parameter n is given, or true; n + 32: it is false); -1 when it always does.
    /// </summary>
    public int UnlessGiven { get; init; } = -1;
}
