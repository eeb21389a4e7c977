using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using PerfAnalyzers.CodeFixes.Rewriting;
using PerfAnalyzers.CodeFixes.Rewriting.Batching;
using PerfAnalyzers.CodeFixes.Rewriting.Queries;

namespace PerfAnalyzers.CodeFixes;

/// <summary>
/// PERF1001: the batch of <see cref="QueryInLoopFix"/> where a person has to say that it is the same: the query starts at a repository and not at a context, the loop
/// calls what nobody can see, a condition cannot be known before the loop, or the database may compare strings differently than memory. And what user
/// managers read one at a time.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ReviewedReadFix)), Shared]
public sealed class ReviewedReadFix() : PerfCodeFix(["PERF1001"], FixSafety.ReviewNeeded)
{
    internal override async Task<Planned<Rewrite>> PlanAsync(FixRequest request, CancellationToken cancellationToken)
    {
        if (request.Enclosing<InvocationExpressionSyntax>() is not { } call)
            return new Refused("the marked place is not a call");

        if ((await new QueryInLoopFix().PlanAsync(request, cancellationToken).ConfigureAwait(false)).Value is not null)
            return new Refused("a fix is offered that needs no review");

        if ((await new BulkMemberFix().PlanAsync(request, cancellationToken).ConfigureAwait(false)).Value is not null)
            return new Refused("a fix is offered that calls what is there for many");

        if (request.Model.GetSymbolInfo(call, cancellationToken).Symbol is not IMethodSymbol method)
            return new Refused("the call does not bind");

        if (IdentityRead.Of(method) is { } read)
            return await IdentityPlan.TryAsync(request, call, read, cancellationToken).ConfigureAwait(false);

        var reviewed = request with { IsReviewed = true };
        return QueryApis.KindOf(method) is null && method.Locations.Any(location => location.IsInSource)
            ? await PluralPlan.TryAsync(reviewed, call, cancellationToken).ConfigureAwait(false)
            : await InLoopPlan.TryAsync(reviewed, call, cancellationToken).ConfigureAwait(false);
    }
}
