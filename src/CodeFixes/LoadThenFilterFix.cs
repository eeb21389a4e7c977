using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using PerfAnalyzers.CodeFixes.Rewriting;
using PerfAnalyzers.CodeFixes.Rewriting.Queries;

namespace PerfAnalyzers.CodeFixes;

/// <summary>
/// PERF1006: <c>(await db.Orders.ToListAsync(ct)).Count</c> becomes <c>await db.Orders.CountAsync(ct)</c>. For review, because the context no
/// longer tracks the rows that are left out, and because databases compare texts in their own way.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(LoadThenFilterFix)), Shared]
public sealed class LoadThenFilterFix() : PerfCodeFix(["PERF1006"], FixSafety.ReviewNeeded)
{
    internal override Task<Planned<Rewrite>> PlanAsync(FixRequest request, CancellationToken cancellationToken) => IntoQueryPlan.TryAsync(request, cancellationToken);
}
