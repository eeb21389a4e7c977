using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using PerfAnalyzers.CodeFixes.Rewriting;
using PerfAnalyzers.CodeFixes.Rewriting.Waits;

namespace PerfAnalyzers.CodeFixes;

/// <summary>
/// PERF2003: the function with the round trip, and those that lead there from the handler, become async. For review, because it changes what
/// they return.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(SyncIoOnRequestPathFix)), Shared]
public sealed class SyncIoOnRequestPathFix() : PerfCodeFix(["PERF2003"], FixSafety.ReviewNeeded)
{
    internal override Task<Planned<Rewrite>> PlanAsync(FixRequest request, CancellationToken cancellationToken) => AwaitPlan.TryTwinAsync(request, cancellationToken);
}
