using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FindSymbols;

namespace PerfAnalyzers.CodeFixes.Rewriting.Waits;

/// <summary>
/// Tests that stand in for what a changed function asks: a mock that expects the synchronous call, a list dressed up as the query. After the change they
/// would compile and fail.
/// </summary>
internal static class TestDoubles
{
    /// <summary>Why a test of a changed type would fail when <paramref name="called"/> is no longer called there, or without one a query is awaited that a loop went through; null when none is seen to.</summary>
    public static async Task<string?> AgainstAsync(Solution solution, Rewrite rewrite, IMethodSymbol? called, CancellationToken cancellationToken)
    {
        foreach (var type in await ChangedTypesAsync(solution, rewrite, cancellationToken).ConfigureAwait(false))
        {
            var references = await SymbolFinder.FindReferencesAsync(type, solution, cancellationToken).ConfigureAwait(false);
            foreach (var document in references.SelectMany(r => r.Locations).Select(l => l.Document).Distinct())
            {
                if (await IsTestAsync(document, cancellationToken).ConfigureAwait(false) && await StandsInAsync(document, called, cancellationToken).ConfigureAwait(false))
                    return IsQuery(called) ? $"a test of '{type.Name}' stands in for the query with a list, which cannot be awaited" : $"a test of '{type.Name}' expects '{called!.Name}'";
            }
        }

        return null;
    }

    private static bool IsQuery(IMethodSymbol? called) => called is null || called.ContainingType is { Name: "Queryable" or "Enumerable", ContainingNamespace.Name: "Linq" };

    private static async Task<HashSet<INamedTypeSymbol>> ChangedTypesAsync(Solution solution, Rewrite rewrite, CancellationToken cancellationToken)
    {
        var types = new HashSet<INamedTypeSymbol>(SymbolEqualityComparer.Default);
        foreach (var edits in rewrite.Edits)
        {
            var document = solution.GetDocument(edits.Key)!;
            if (await IsTestAsync(document, cancellationToken).ConfigureAwait(false))
                continue;

            var model = (await document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false))!;
            types.UnionWith(edits.Value.Select(c => model.GetEnclosingSymbol(c.Span.Start, cancellationToken)).Select(s => s as INamedTypeSymbol ?? s?.ContainingType).OfType<INamedTypeSymbol>());
        }

        return types;
    }

    private static async Task<bool> IsTestAsync(Document document, CancellationToken cancellationToken) =>
        await document.Project.GetCompilationAsync(cancellationToken).ConfigureAwait(false) is { } compilation && Place.OfProject(compilation) is not null;

    private static async Task<bool> StandsInAsync(Document document, IMethodSymbol? called, CancellationToken cancellationToken)
    {
        var root = (await document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false))!;
        var wanted = IsQuery(called) ? "AsQueryable" : called!.Name;
        var names = root.DescendantNodes().OfType<SimpleNameSyntax>().Where(n => n.Identifier.ValueText == wanted).ToList();
        if (names.Count == 0)
            return false;

        var model = (await document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false))!;
        return names.Exists(n => IsQuery(called) ? IsDressing(n) : IsExpected(n));

        // .Returns(rows.AsQueryable()), .Returns(rows.AsQueryable)
        bool IsDressing(SimpleNameSyntax name) => model.GetSymbolInfo(name, cancellationToken) is var info && (info.Symbol ?? info.CandidateSymbols.FirstOrDefault()) is IMethodSymbol { ContainingType.Name: "Queryable" };

        // mock.Verify(r => r.SaveChanges(), Times.Once)
        bool IsExpected(SimpleNameSyntax name) => model.GetSymbolInfo(name, cancellationToken).Symbol is IMethodSymbol method && SymbolEqualityComparer.Default.Equals(method.OriginalDefinition, called!.OriginalDefinition) &&
            name.Ancestors().OfType<LambdaExpressionSyntax>().FirstOrDefault() is { } lambda && model.GetTypeInfo(lambda, cancellationToken).ConvertedType is { Name: "Expression" };
    }
}
