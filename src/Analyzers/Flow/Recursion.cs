using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace PerfAnalyzers.Flow;

/// <summary>Does a call lead back to the member that makes it?</summary>
internal sealed class Recursion(CallSteps steps, Rareness rareness)
{
    /// <summary>Bodies between the call and the member: A calls B calls A. Longer cycles are hardly ever meant as a recursion over data.</summary>
    private const int MaxBetween = 2;

    /// <summary>Bodies looked at for one call.</summary>
    private const int MaxBodies = 60;

    /// <summary>Whether <paramref name="call"/>, in <paramref name="member"/>, runs the member or the local function around it again.</summary>
    public bool IsRecursive(IInvocationOperation call, ISymbol member, CancellationToken cancellationToken)
    {
        // A method called through an interface or as virtual on something else is a decorator's inner call, not a recursion.
        var method = call.TargetMethod;
        if (method.MethodKind is not (MethodKind.Ordinary or MethodKind.LocalFunction or MethodKind.ReducedExtension) ||
            ((method.IsVirtual || method.IsAbstract || method.IsOverride) && call.Instance is not IInstanceReferenceOperation))
        {
            return false;
        }

        var owner = OwnerOf(call, member);
        if (owner is not IMethodSymbol { MethodKind: MethodKind.Ordinary or MethodKind.LocalFunction } || method.OriginalDefinition.DeclaringSyntaxReferences.IsEmpty)
            return false;

        return LeadsTo(method.ReducedFrom ?? method, owner, cancellationToken) && rareness.Of(call) is not (Rarity.OnError or Rarity.UntilRemembered);
    }

    private bool LeadsTo(IMethodSymbol method, ISymbol owner, CancellationToken cancellationToken)
    {
        if (SymbolEqualityComparer.Default.Equals(method.OriginalDefinition, owner.OriginalDefinition))
            return true;

        // Only within the type: that is where a recursion over two methods lives, and it keeps the search small.
        var seen = new HashSet<ISymbol>(SymbolEqualityComparer.Default) { method.OriginalDefinition };
        var level = new List<IMethodSymbol> { method.OriginalDefinition };
        for (var between = 0; between < MaxBetween && level.Count > 0 && seen.Count < MaxBodies; between++)
        {
            var next = new List<IMethodSymbol>();
            foreach (var body in level.Where(m => SymbolEqualityComparer.Default.Equals(m.ContainingType, owner.ContainingType)))
            {
                foreach (var target in steps.Of(body, cancellationToken).Where(s => s.Called is { IsVirtual: false, IsAbstract: false } or null).SelectMany(s => s.Targets))
                {
                    if (SymbolEqualityComparer.Default.Equals(target.OriginalDefinition, owner.OriginalDefinition))
                        return true;

                    if (seen.Add(target.OriginalDefinition))
                        next.Add(target.OriginalDefinition);
                }
            }

            level = next;
        }

        return false;
    }

    // A lambda runs as part of the member; a local function is a member of its own.
    private static ISymbol OwnerOf(IOperation operation, ISymbol member)
    {
        for (var current = operation.Parent; current is not null; current = current.Parent)
        {
            if (current is ILocalFunctionOperation function)
                return function.Symbol;
        }

        return member;
    }
}
