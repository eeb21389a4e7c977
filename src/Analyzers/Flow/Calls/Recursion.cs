using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Flow.Loops;

namespace PerfAnalyzers.Flow.Calls;

/// <summary>Does a call lead back to the member that makes it?</summary>
internal sealed class Recursion(CallSteps steps, Rareness rareness)
{
    private readonly ConcurrentDictionary<IMethodSymbol, HashSet<string>> _named = new(SymbolEqualityComparer.Default);

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

        return LeadsTo(method.ReducedFrom ?? method, owner, cancellationToken) && rareness.Of(call) is not (Rarity.OnError or Rarity.UntilRemembered or Rarity.WhenFull);
    }

    // A calls A; or A calls B, of the same type, which calls A. Longer cycles are hardly ever meant as a recursion over data.
    private bool LeadsTo(IMethodSymbol method, ISymbol owner, CancellationToken cancellationToken)
    {
        if (SymbolEqualityComparer.Default.Equals(method.OriginalDefinition, owner.OriginalDefinition))
            return true;

        // The name first: most bodies need not be bound to know that they do not call the owner.
        return SymbolEqualityComparer.Default.Equals(method.ContainingType?.OriginalDefinition, owner.ContainingType?.OriginalDefinition) &&
            method.DeclaringSyntaxReferences.Any(r => SourceFile.Of(r.SyntaxTree).HasName(owner.Name)) &&
            _named.GetOrAdd(method.OriginalDefinition, m => NamesIn(m, cancellationToken)).Contains(owner.Name) &&
            steps.Of(method, cancellationToken).Any(s => s.Called is { IsVirtual: false, IsAbstract: false } called &&
                SymbolEqualityComparer.Default.Equals(called.OriginalDefinition, owner.OriginalDefinition));
    }

    private static HashSet<string> NamesIn(IMethodSymbol method, CancellationToken cancellationToken) => new(
        method.DeclaringSyntaxReferences.SelectMany(r => r.GetSyntax(cancellationToken).DescendantTokens()).Where(t => t.IsKind(SyntaxKind.IdentifierToken)).Select(t => t.ValueText),
        StringComparer.Ordinal);

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
