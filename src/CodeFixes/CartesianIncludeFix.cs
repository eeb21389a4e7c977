using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using PerfAnalyzers.CodeFixes.Rewriting;
using PerfAnalyzers.CodeFixes.Rewriting.Queries;

namespace PerfAnalyzers.CodeFixes;

/// <summary>
/// PERF1009: <c>AsSplitQuery()</c> behind the includes, or before the projection. For review, because the queries run one after the other, and what is written in between
/// is seen by some of them.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(CartesianIncludeFix)), Shared]
public sealed class CartesianIncludeFix() : PerfCodeFix(["PERF1009"], FixSafety.ReviewNeeded)
{
    internal override Task<Planned<Rewrite>> PlanAsync(FixRequest request, CancellationToken cancellationToken) => SplitQueryPlan.TryAsync(request, cancellationToken);
}
