using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace PerfAnalyzers.Flow.Calls;

/// <summary>What code does beside computing: where it goes, and which state outlives it.</summary>
/// <param name="Read">Fields, properties, variables and parameters whose value it looks at.</param>
/// <param name="Written">Those that it gives another value, of whatever object.</param>
internal sealed record Touched(ImmutableHashSet<ISymbol> Read, ImmutableHashSet<ISymbol> Written)
{
    /// <summary>Code that computes.</summary>
    public static readonly Touched Nothing = new(Symbols, Symbols);

    private static ImmutableHashSet<ISymbol> Symbols => ImmutableHashSet.Create<ISymbol>(SymbolEqualityComparer.Default);

    /// <summary>It goes to a database, which serves one caller at a time on one connection.</summary>
    public bool UsesDatabase { get; init; }

    /// <summary>It calls another service in any way.</summary>
    public bool UsesService { get; init; }

    /// <summary>It changes something on the other side: such calls have an order.</summary>
    public bool Changes { get; init; }

    /// <summary>Whether it changes something on the other side is not in the call: a request of any kind, a call that is described by another assembly.</summary>
    public bool MayChange { get; init; }

    /// <summary>It sends something of which only the names say that it asks a question.</summary>
    public bool Sends { get; init; }

    /// <summary>It waits on purpose, for a permission or for a time.</summary>
    public bool Waits { get; init; }

    /// <summary>It must not, or may not, run beside other code: a delegate, a client that serves one caller, an object that others hold.</summary>
    public bool IsExclusive { get; init; }

    /// <summary>Part of what it does is not in sight.</summary>
    public bool IsUnknown { get; init; }

    /// <summary>It may end the member.</summary>
    public bool Throws { get; init; }

    /// <summary>Whether nobody outside could tell that it ran, or when.</summary>
    public bool OnlyComputes => !UsesDatabase && !UsesService && !Changes && !MayChange && !Sends && !Waits && !IsExclusive && !IsUnknown && !Throws;

    /// <summary>Both.</summary>
    public Touched And(Touched other) => ReferenceEquals(this, Nothing) ? other : ReferenceEquals(other, Nothing) ? this : new(Read.Union(other.Read), Written.Union(other.Written))
    {
        UsesDatabase = UsesDatabase || other.UsesDatabase,
        UsesService = UsesService || other.UsesService,
        Changes = Changes || other.Changes,
        MayChange = MayChange || other.MayChange,
        Sends = Sends || other.Sends,
        Waits = Waits || other.Waits,
        IsExclusive = IsExclusive || other.IsExclusive,
        IsUnknown = IsUnknown || other.IsUnknown,
        Throws = Throws || other.Throws,
    };
}
