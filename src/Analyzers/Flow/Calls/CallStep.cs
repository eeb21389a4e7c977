using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using PerfAnalyzers.Facts;
using PerfAnalyzers.Flow.Bodies;
using PerfAnalyzers.Flow.Loops;
using PerfAnalyzers.Flow.Queries;
using PerfAnalyzers.Knowledge;

namespace PerfAnalyzers.Flow.Calls;

/// <summary>
/// What one operation of a body leads to: a round trip of its own (<see cref="Fact"/>), another body (<see cref="Targets"/>), or what another
/// assembly says about the member it calls (<see cref="Upstream"/>).
/// </summary>
/// <param name="Name">The member called, as a person would name it in a message.</param>
/// <param name="Location">The token that names the call.</param>
/// <param name="HowOften">How often the operation runs when its body runs. Found when it is asked for: most steps of a program lead nowhere.</param>
/// <param name="Called">The member called as it is written, type parameters of the body included; null when a body is reached without a call.</param>
internal sealed record CallStep(string Name, Location Location, Lazy<Rarity> HowOften, IMethodSymbol? Called)
{
    private static readonly Lazy<Repeat?> s_once = new(() => null);

    /// <summary>How often the operation runs when its body runs.</summary>
    public Rarity Rarity => HowOften.Value;

    /// <summary>The round trip, for a last step.</summary>
    public ApiFact? Fact { get; init; }

    /// <summary>The round trip rests on how things are called, because nobody in sight implements the abstraction.</summary>
    public bool IsConvention { get; init; }

    /// <summary>For a round trip that depends on what is enumerated: the sequence's origin.</summary>
    public QueryOrigin Origin { get; init; }

    /// <summary>The bodies that may run, for a step on the way.</summary>
    public ImmutableArray<IMethodSymbol> Targets { get; init; } = [];

    /// <summary>What the member is called on.</summary>
    public Receiver On { get; init; }

    /// <summary>What other assemblies say about the member called.</summary>
    public ImmutableArray<UpstreamFact> Upstream { get; init; } = [];

    /// <summary>Of these, the one that a path ends with.</summary>
    public UpstreamFact? Chosen { get; init; }

    /// <summary>Which arguments are queries, so that a callee that enumerates its parameter is judged by what it is given.</summary>
    public ImmutableArray<(int Ordinal, QueryOrigin Origin)> Queries { get; init; } = [];

    /// <summary>Generic interfaces of which an implementation handles what is sent: a mediator's.</summary>
    public ImmutableArray<INamedTypeSymbol> Handlers { get; init; } = [];

    /// <summary>The type of what is sent, for <see cref="Handlers"/>.</summary>
    public ITypeSymbol? Sent { get; init; }

    /// <summary>What the call says about the callee's parameters.</summary>
    public KnownParameters Given { get; init; }

    /// <summary>Bits of the callee's parameters that are as those of the caller's.</summary>
    public ImmutableArray<(int Bit, int Callers)> PassedOn { get; init; } = [];

    /// <summary>Parameters of the callee that have the constants of the caller's.</summary>
    public ImmutableArray<(int Ordinal, int Callers)> ConstantsPassedOn { get; init; } = [];

    /// <summary>What the parameters of its body must be for the step to run.</summary>
    public ImmutableArray<ConstantTest> OnlyFor { get; init; } = [];

    /// <summary>The bit of <see cref="DecidingParameters"/> with which the step does not run; -1 when it does not depend on one.</summary>
    public int UnlessGiven { get; init; } = -1;

    /// <summary>What is called has a thread of its own, for which whoever starts it does not wait.</summary>
    public bool IsOnOwnThread { get; init; }

    /// <summary>What is called belongs to the body's own object or to nobody: a service in a field, not something that was handed in.</summary>
    public bool IsOnOwn { get; init; }

    /// <summary>Nothing goes into the call but constants.</summary>
    public bool TakesNothing { get; init; }

    /// <summary>The construct that repeats the step within its own body, where it is a finding of its own.</summary>
    public Repeat? Repeat => Repeated.Value;

    /// <summary>Finds <see cref="Repeat"/> when it is asked for.</summary>
    public Lazy<Repeat?> Repeated { get; init; } = s_once;

    /// <summary>The parameter of its body that <see cref="Repeat"/> goes through; -1 when it goes through something else.</summary>
    public int RepeatsParameter => Repeat is { } repeat ? Inputs.ParameterBehind(repeat.Source) : -1;

    /// <summary>Parameters of the callee that are given a collection with few elements, written in the code: bit n for ordinal n.</summary>
    public ulong GivenFew { get; init; }

    /// <summary>Whether the answer depends on what the body's type parameters stand for.</summary>
    public bool IsOpen => (Called is not null && TypeMap.IsOpen(Called)) || (Sent is not null && TypeMap.IsOpen(Sent));

    /// <summary>Which of the callee's parameters hold a query, given which of the caller's do: a mask of <see cref="Flow.Queries.QueryParameters"/>; null where nobody says.</summary>
    public ulong QueriesGiven(ulong? callers)
    {
        var mask = 0UL;
        foreach (var (ordinal, origin) in Queries)
            mask |= origin.IsQuery(callers) ? QueryParameters.Of(ordinal) : 0;

        return mask;
    }

    /// <summary>What is known of the callee's parameters, given what is known of the caller's.</summary>
    public KnownParameters GivenParameters(KnownParameters callers)
    {
        var known = Given;
        foreach (var (bit, ofCaller) in PassedOn)
            known = callers.Has(ofCaller) ? known.With(bit) : known;

        foreach (var (ordinal, ofCaller) in ConstantsPassedOn)
            known = known.With(ordinal, callers.ConstantOf(ofCaller));

        return known;
    }

    /// <summary>Whether the step is dead with what the caller gave.</summary>
    public bool IsDead(KnownParameters given) => given.Has(UnlessGiven) || OnlyFor.Any(t => t.IsDenied(given));

    /// <summary>Whether the last step makes its round trip when the caller's parameters in <paramref name="callers"/> hold queries; null where nobody says which.</summary>
    public bool Runs(ulong? callers) => Fact is not null && (Fact.IsRoundTrip || Origin.IsQuery(callers));
}
