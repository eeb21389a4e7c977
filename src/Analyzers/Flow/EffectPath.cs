using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace PerfAnalyzers.Flow;

/// <summary>A witness: the calls that lead from an operation to a round trip.</summary>
/// <param name="Steps">The calls in order; the last is the round trip.</param>
/// <param name="Members">The body each step stands in; the first is null, because the caller knows where it asked.</param>
internal sealed record EffectPath(ImmutableArray<CallStep> Steps, ImmutableArray<IMethodSymbol?> Members)
{
    /// <summary>The round trip.</summary>
    public CallStep Last => Steps[Steps.Length - 1];

    /// <summary>The member whose body issues the round trip; null when it is the member that was asked about.</summary>
    public IMethodSymbol? LastMember => Members[Members.Length - 1];

    /// <summary>Calls between the operation and the round trip: 0 when it is the round trip.</summary>
    public int Hops => Steps.Length - 1;

    /// <summary>Nobody in sight says what the query is made from.</summary>
    public bool IsLikelyOnly => Last.Origin.Kind is QueryOriginKind.Unknown;

    /// <summary>The same path seen from one call further out.</summary>
    public EffectPath After(CallStep step, IMethodSymbol target) => new(Steps.Insert(0, step), Members.SetItem(0, target).Insert(0, null));
}
