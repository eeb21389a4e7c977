using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using PerfAnalyzers.CodeFixes.Rewriting;
using PerfAnalyzers.CodeFixes.Rewriting.Queries;
using PerfAnalyzers.CodeFixes.Rewriting.Saves;

namespace PerfAnalyzers.CodeFixes;

/// <summary>
/// PERF1002: <c>foreach (var order in orders) { order.Ship(); db.SaveChanges(); }</c> saves once, after the loop. For review, because what is
/// saved when an element fails half-way is another: nothing, instead of the elements before it. The same for <c>ExecuteDelete</c> and <c>ExecuteUpdate</c>
/// by key: one command.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(SaveInLoopFix)), Shared]
public sealed class SaveInLoopFix() : PerfCodeFix(["PERF1002"], FixSafety.ReviewNeeded)
{
    internal override Task<Planned<Rewrite>> PlanAsync(FixRequest request, CancellationToken cancellationToken) =>
        request.Enclosing<InvocationExpressionSyntax>() is { } call && request.Model.GetSymbolInfo(call, cancellationToken).Symbol is IMethodSymbol method && QueryApis.IsCommand(method)
            ? CommandPlan.TryAsync(request, call, cancellationToken)
            : SavePlan.TryAsync(request, cancellationToken);
}
