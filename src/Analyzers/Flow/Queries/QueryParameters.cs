using Microsoft.CodeAnalysis;

namespace PerfAnalyzers.Flow.Queries;

/// <summary>
/// Which parameters hold queries, as a mask: bit n for the parameter with the ordinal n of a body, and of a lambda or local function bit <see cref="Outer"/> + n for that of the member around it.
/// </summary>
internal static class QueryParameters
{
    /// <summary>Parameters of one body that are told apart, and the bit of the first parameter of the member around a function.</summary>
    public const int Outer = 32;

    /// <summary>The place of a parameter that is read in a body; -1 for one of a lambda, and of a function around another, which nobody keeps account of.</summary>
    public static int PlaceOf(IParameterSymbol parameter, IMethodSymbol? functionAround)
    {
        if (parameter.Ordinal >= Outer || parameter.ContainingSymbol is not IMethodSymbol { MethodKind: not MethodKind.AnonymousFunction } owner)
            return -1;

        return functionAround is null || SymbolEqualityComparer.Default.Equals(owner, functionAround) ? parameter.Ordinal
            : owner.MethodKind is MethodKind.LocalFunction ? -1
            : Outer + parameter.Ordinal;
    }

    /// <summary>The mask with one parameter.</summary>
    public static ulong Of(int place) => 1UL << place;

    /// <summary>Whether a parameter is among them.</summary>
    public static bool Has(ulong queries, int place) => place >= 0 && (queries & Of(place)) != 0;

    /// <summary>What a function that stands in a body sees of those of the member: <paramref name="queries"/> are the body's, which may be a function of the same member itself.</summary>
    public static ulong Within(ulong queries, IMethodSymbol body, IMethodSymbol function) =>
        !function.IsInner() || !SymbolEqualityComparer.Default.Equals(InnerFunctions.MemberOf(body.OriginalDefinition), InnerFunctions.MemberOf(function.OriginalDefinition)) ? 0
            : body.IsInner() ? queries >> Outer << Outer
            : queries << Outer;
}
