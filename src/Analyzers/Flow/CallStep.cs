using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using PerfAnalyzers.Knowledge;

namespace PerfAnalyzers.Flow;

/// <summary>What one operation of a body leads to: a round trip of its own (<see cref="Fact"/>) or another body (<see cref="Targets"/>).</summary>
/// <param name="Name">The member called, as a person would name it in a message.</param>
/// <param name="Location">The token that names the call.</param>
/// <param name="Rarity">How often the operation runs when its body runs.</param>
/// <param name="Fact">The round trip, for a last step.</param>
/// <param name="Origin">For a round trip that depends on what is enumerated: the sequence's origin.</param>
/// <param name="Targets">The bodies that may run, for a step on the way.</param>
/// <param name="Queries">Which arguments are queries, so that a callee that enumerates its parameter is judged by what it is given.</param>
internal sealed record CallStep(
    string Name,
    Location Location,
    Rarity Rarity,
    ApiFact? Fact,
    QueryOrigin Origin,
    ImmutableArray<IMethodSymbol> Targets,
    ImmutableArray<(int Ordinal, QueryOrigin Origin)> Queries)
{
    /// <summary>Which of the callee's parameters hold a query, given which of the caller's do: bit n for ordinal n.</summary>
    public ulong QueryParameters(ulong callers) =>
        Queries.Aggregate(0UL, (mask, q) => IsQuery(q.Origin, callers) && q.Ordinal < 64 ? mask | (1UL << q.Ordinal) : mask);

    /// <summary>Whether the last step runs a query when the caller's parameters in <paramref name="callers"/> hold queries.</summary>
    public bool Runs(ulong callers) => Fact is not null && (Fact.IsRoundTrip || Origin.Kind is QueryOriginKind.Unknown || IsQuery(Origin, callers));

    private static bool IsQuery(QueryOrigin origin, ulong callers) =>
        origin.Kind is QueryOriginKind.Query ||
        (origin.Kind is QueryOriginKind.Parameter && origin.Parameter < 64 && (callers & (1UL << origin.Parameter)) != 0);
}
