using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using PerfAnalyzers.CodeFixes.Rewriting;
using PerfAnalyzers.CodeFixes.Rewriting.Concurrency;

namespace PerfAnalyzers.CodeFixes;

/// <summary>
/// PERF2004: <c>var a = await A(); var b = await B();</c> starts both, awaits them together and takes each answer where it was awaited. For review,
/// because the second call is made even if the first fails.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(SequentialRoundTripsFix)), Shared]
public sealed class SequentialRoundTripsFix() : PerfCodeFix(["PERF2004"], FixSafety.ReviewNeeded)
{
    internal override Task<Planned<Rewrite>> PlanAsync(FixRequest request, CancellationToken cancellationToken) => TogetherPlan.TryAsync(request, cancellationToken);
}
