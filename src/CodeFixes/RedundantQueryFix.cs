using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using PerfAnalyzers.CodeFixes.Rewriting;
using PerfAnalyzers.CodeFixes.Rewriting.Loops;

namespace PerfAnalyzers.CodeFixes;

/// <summary>
/// PERF1008: a query that does not depend on the element is asked once, before the loop; of one that was asked before, the answer is used again. For review, because it is
/// then asked also when the loop has no element, and all turns, or both places, share what it returns.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(RedundantQueryFix)), Shared]
public sealed class RedundantQueryFix() : PerfCodeFix(["PERF1008"], FixSafety.ReviewNeeded)
{
    internal override Task<Planned<Rewrite>> PlanAsync(FixRequest request, CancellationToken cancellationToken) => HoistPlan.TryAsync(request, cancellationToken);
}
