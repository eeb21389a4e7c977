using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using PerfAnalyzers.CodeFixes.Rewriting;
using PerfAnalyzers.CodeFixes.Rewriting.Batching;

namespace PerfAnalyzers.CodeFixes;

/// <summary>
/// PERF1001: <c>foreach (var order in orders) db.Entry(order).Collection(o => o.Lines).Load();</c> goes, and the query that gave the orders includes their lines. For review,
/// because whoever else uses what the query gave has them loaded, too.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ExplicitLoadFix)), Shared]
public sealed class ExplicitLoadFix() : PerfCodeFix(["PERF1001"], FixSafety.ReviewNeeded)
{
    internal override async Task<Planned<Rewrite>> PlanAsync(FixRequest request, CancellationToken cancellationToken) =>
        request.Enclosing<InvocationExpressionSyntax>() is { } call
            ? await ExplicitLoadPlan.TryAsync(request, call, cancellationToken).ConfigureAwait(false)
            : new Refused("the marked place is not a call");
}
