using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using PerfAnalyzers.CodeFixes.Rewriting;
using PerfAnalyzers.CodeFixes.Rewriting.Bulk;

namespace PerfAnalyzers.CodeFixes;

/// <summary>
/// PERF1001, PERF1002, PERF1003: <c>foreach (var movie in movies) repository.Update(movie);</c> calls the <c>UpdateMany</c> that is declared next to it,
/// once, and so does <c>repository.UpdateMany([movie])</c>. For review, because what the two have in common is their names and shapes: nobody has proven that they do the same.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(BulkMemberFix)), Shared]
public sealed class BulkMemberFix() : PerfCodeFix(["PERF1001", "PERF1002", "PERF1003"], FixSafety.ReviewNeeded)
{
    internal override async Task<Planned<Rewrite>> PlanAsync(FixRequest request, CancellationToken cancellationToken)
    {
        var (document, _, model, _) = request;
        if (request.Enclosing<InvocationExpressionSyntax>() is not { } call || model.GetSymbolInfo(call, cancellationToken).Symbol is not IMethodSymbol method)
            return new Refused("the marked place is not a call");

        var caller = model.GetEnclosingSymbol(call.SpanStart, cancellationToken);
        var session = AnalysisSession.For(model.Compilation, document.Project.AnalyzerOptions, cancellationToken);
        var one = OneOfMany.Of(call, method, model);
        if (caller is null || (one?.Twin ?? session.BulkTwins.Of(method, caller, cancellationToken)) is not { } twin)
            return new Refused($"no member is declared that does for many what '{method.Name}' does for one");

        if (BulkCall.Of(call, method, twin, model, one?.Element) is { Value: var bulk, Refusal: var refusal } && bulk is null)
            return new Refused(refusal!);

        return bulk!.Awaited.Whole.Parent is ExpressionStatementSyntax
            ? await BulkWritePlan.TryAsync(document, bulk, cancellationToken).ConfigureAwait(false)
            : await BulkReadPlan.TryAsync(document, bulk, cancellationToken).ConfigureAwait(false);
    }
}
