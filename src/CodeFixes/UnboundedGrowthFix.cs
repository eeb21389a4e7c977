using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using PerfAnalyzers.CodeFixes.Rewriting;
using PerfAnalyzers.CodeFixes.Rewriting.Declarations;

namespace PerfAnalyzers.CodeFixes;

/// <summary>
/// PERF3001: a channel gets a limit. For review, because who writes then waits, or the oldest is lost, and how many are enough is not in the code. A collection gets
/// none: a dictionary never drops what it holds, and callers may rely on that.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(UnboundedGrowthFix)), Shared]
public sealed class UnboundedGrowthFix() : PerfCodeFix(["PERF3001"], FixSafety.ReviewNeeded)
{
    internal override Task<Planned<Rewrite>> PlanAsync(FixRequest request, CancellationToken cancellationToken) => BoundedChannelPlan.TryAsync(request, cancellationToken);
}
