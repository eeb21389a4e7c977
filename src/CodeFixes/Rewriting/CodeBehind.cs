using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FindSymbols;

namespace PerfAnalyzers.CodeFixes.Rewriting;

/// <summary>The code of the solution that a call may run.</summary>
internal static class CodeBehind
{
    /// <summary>The bodies of a member and of whatever implements or overrides it, each with the member that it is of.</summary>
    public static async Task<IReadOnlyList<(IMethodSymbol Method, SyntaxNode Body, SemanticModel Model)>> OfAsync(IMethodSymbol method, Solution solution, CancellationToken cancellationToken)
    {
        var members = new List<IMethodSymbol> { method };
        if (method.ContainingType.TypeKind == TypeKind.Interface)
            members.AddRange((await SymbolFinder.FindImplementationsAsync(method, solution, cancellationToken: cancellationToken).ConfigureAwait(false)).OfType<IMethodSymbol>());
        else if (method.IsAbstract || method.IsVirtual || method.IsOverride)
            members.AddRange((await SymbolFinder.FindOverridesAsync(method, solution, cancellationToken: cancellationToken).ConfigureAwait(false)).OfType<IMethodSymbol>());

        var bodies = new List<(IMethodSymbol, SyntaxNode, SemanticModel)>();
        foreach (var (member, reference) in members.SelectMany(m => m.DeclaringSyntaxReferences.Select(r => (m, r))))
        {
            var body = await reference.GetSyntaxAsync(cancellationToken).ConfigureAwait(false);
            if (HasCode(body) && solution.GetDocument(body.SyntaxTree) is { } document && await document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false) is { } model)
                bodies.Add((member, body, model));
        }

        return bodies;
    }

    private static bool HasCode(SyntaxNode declaration) => declaration switch
    {
        BaseMethodDeclarationSyntax method => method.Body is not null || method.ExpressionBody is not null,
        AccessorDeclarationSyntax accessor => accessor.Body is not null || accessor.ExpressionBody is not null,
        TypeDeclarationSyntax => false,
        _ => true,
    };
}
