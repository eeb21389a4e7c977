using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using PerfAnalyzers.CodeFixes.Rewriting;
using PerfAnalyzers.CodeFixes.Rewriting.Batching;
using PerfAnalyzers.CodeFixes.Rewriting.Queries;

namespace PerfAnalyzers.CodeFixes;

/// <summary>
/// PERF1001: <c>foreach (var id in ids) Use(db.Products.Find(id));</c> becomes one query before the loop and a look-up in it, in the
/// loop's own method or, when the read stands behind one call, with a plural of the method that reads.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(QueryInLoopFix)), Shared]
public sealed class QueryInLoopFix() : PerfCodeFix(["PERF1001"], FixSafety.Safe)
{
    internal override async Task<Planned<Rewrite>> PlanAsync(FixRequest request, CancellationToken cancellationToken)
    {
        if (request.Enclosing<InvocationExpressionSyntax>() is not { } call)
            return new Refused("the marked place is not a call");

        return request.Model.GetSymbolInfo(call, cancellationToken).Symbol is IMethodSymbol method && QueryApis.KindOf(method) is null && method.Locations.Any(location => location.IsInSource)
            ? await PluralPlan.TryAsync(request, call, cancellationToken).ConfigureAwait(false)
            : await InLoopPlan.TryAsync(request, call, cancellationToken).ConfigureAwait(false);
    }
}
