using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using PerfAnalyzers.Flow.Loops;

namespace PerfAnalyzers.Flow.Calls;

/// <summary>A witness: the calls that lead from an operation to a round trip.</summary>
/// <param name="Steps">The calls in order; the last is the round trip, or a call of a member about which another assembly says where it leads.</param>
/// <param name="Members">The body each step stands in; the first is null, because the caller knows where it asked.</param>
internal sealed record EffectPath(ImmutableArray<CallStep> Steps, ImmutableArray<IMethodSymbol?> Members)
{
    /// <summary>The round trip.</summary>
    public CallStep Last => Steps[Steps.Length - 1];

    /// <summary>The member whose body issues the round trip; null when it is the member that was asked about, or one of another assembly.</summary>
    public IMethodSymbol? LastMember => Last.Chosen is null ? Members[Members.Length - 1] : null;

    /// <summary>Calls between the operation and the round trip: 0 when it is the round trip.</summary>
    public int Hops => Steps.Length - 1 + (Last.Chosen is { } chosen ? chosen.Hops + 1 : 0);

    /// <summary>
    /// The same, as a person would count: overloads that forward to a namesake, and an override to its base, are one call.
    /// </summary>
    public int Distance
    {
        get
        {
            var forwarded = 0;
            for (var i = 1; i < Members.Length; i++)
                forwarded += Members[i] is { MethodKind: MethodKind.Ordinary } member && Members[i - 1]?.Name == member.Name ? 1 : 0;

            return Hops - forwarded;
        }
    }

    /// <summary>What the search would pay for the path: rare, repeated and doubtful steps cost more.</summary>
    public int Cost => Steps.Sum(CallEffects.CostOf);

    /// <summary>
    /// Nobody in sight says what stands behind the abstraction. What a query is made from need not be seen: its type says that it is one, and queries over what is in memory are known as such.
    /// </summary>
    public bool IsLikelyOnly => Last.IsConvention || Last.Chosen is { IsLikely: true };

    /// <summary>
    /// Whether a memory of earlier results stands in front: the member that is called remembers by what it is given. A memory further away
    /// is asked by something that this call may not even know.
    /// </summary>
    public bool IsOncePerKey => (Steps.Length > 1 && Steps[1].Rarity is Rarity.OncePerKey) || (Steps.Length == 1 && Last.Chosen is { IsOncePerKey: true });

    /// <summary>Whether a memory stands somewhere on the way.</summary>
    public bool IsRemembered => Steps.Any(s => s.Rarity is Rarity.OncePerKey) || Last.Chosen is { IsOncePerKey: true };

    /// <summary>Whether some step of it runs on a branch only.</summary>
    public bool IsSometimes => Steps.Any(s => s.Rarity is not (Rarity.Always or Rarity.OncePerKey)) || Last.Chosen is { IsSometimes: true };

    /// <summary>
    /// Whether a body on the way repeats the round trip, so that the repetition is a finding there. <c>Add(x) => AddMany([x])</c> does not:
    /// its loop is over one element.
    /// </summary>
    public bool IsRepeatedOnTheWay
    {
        get
        {
            for (var i = 1; i < Steps.Length; i++)
            {
                if (Steps[i].Repeat is not null && !(Steps[i].RepeatsParameter is >= 0 and < 64 and var parameter && (Steps[i - 1].GivenFew & (1UL << parameter)) != 0))
                    return true;
            }

            return Last.Chosen is { IsRepeated: true };
        }
    }

    /// <summary>The same path of which is known in whose body it begins.</summary>
    public EffectPath From(IMethodSymbol body) => this with { Members = Members.SetItem(0, body) };

    /// <summary>The same path seen from one call further out.</summary>
    public EffectPath After(CallStep step, IMethodSymbol target) => new(Steps.Insert(0, step), Members.SetItem(0, target).Insert(0, null));
}
