using Microsoft.CodeAnalysis;

namespace PerfAnalyzers.Flow.Bodies;

/// <summary>Compares questions about a member that depend on a type.</summary>
internal sealed class SymbolPair : IEqualityComparer<(IMethodSymbol, ITypeSymbol?)>
{
    public static readonly SymbolPair Comparer = new();

    public bool Equals((IMethodSymbol, ITypeSymbol?) x, (IMethodSymbol, ITypeSymbol?) y) =>
        SymbolEqualityComparer.Default.Equals(x.Item1, y.Item1) && SymbolEqualityComparer.Default.Equals(x.Item2, y.Item2);

    public int GetHashCode((IMethodSymbol, ITypeSymbol?) pair) =>
        SymbolEqualityComparer.Default.GetHashCode(pair.Item1) ^ SymbolEqualityComparer.Default.GetHashCode(pair.Item2);
}
