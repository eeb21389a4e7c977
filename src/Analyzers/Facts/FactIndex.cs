#pragma warning disable CA1822 // Filled in by the next commit.
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using PerfAnalyzers.Flow;
using PerfAnalyzers.Knowledge;

namespace PerfAnalyzers.Facts;

/// <summary>What the assemblies that a compilation references say about their members, and what a whole-solution scan adds to it.</summary>
internal sealed class FactIndex
{
    /// <summary>Says nothing.</summary>
    public static FactIndex Empty { get; } = new();

    /// <summary>Where calling <paramref name="method"/> leads; empty when nobody says.</summary>
    public ImmutableArray<UpstreamFact> Of(IMethodSymbol method) => [];

    /// <summary>Whether the sequence that a member returns is a query; null when nobody says.</summary>
    public QueryOriginKind? Returned(IMethodSymbol method) => null;

    /// <summary>What a member does with a delegate that it is given; null when nobody says.</summary>
    public ApiCalls? UseOf(IParameterSymbol parameter) => null;

    /// <summary>Whether the assembly was built with facts, so that what it does not say, it does not do.</summary>
    public bool Covers(IAssemblySymbol assembly) => false;
}
