using Microsoft.CodeAnalysis;

namespace PerfAnalyzers;

/// <summary>Lambdas and local functions: methods to Roslyn, and to everybody else parts of the member that they are written in.</summary>
internal static class InnerFunctions
{
    /// <summary>Whether a symbol is a lambda or local function.</summary>
    public static bool IsInner(this ISymbol? symbol) => symbol is IMethodSymbol { MethodKind: MethodKind.AnonymousFunction or MethodKind.LocalFunction };

    /// <summary>The member that a function is written in, through any number of functions; what is none is itself.</summary>
    public static ISymbol MemberOf(ISymbol symbol)
    {
        while (symbol.IsInner() && symbol.ContainingSymbol is { } around)
            symbol = around;

        return symbol;
    }
}
