using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using PerfAnalyzers.CodeFixes.Rewriting;
using PerfAnalyzers.CodeFixes.Rewriting.Queries;

namespace PerfAnalyzers.CodeFixes;

/// <summary>
/// PERF1004: the query loads what is read of its entities, wherever it is written. For review, because whoever else uses the query loads it
/// too, and because what was null or empty no longer is.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(MissingIncludeFix)), Shared]
public sealed class MissingIncludeFix() : PerfCodeFix(["PERF1004"], FixSafety.ReviewNeeded)
{
    internal override Task<Planned<Rewrite>> PlanAsync(FixRequest request, CancellationToken cancellationToken) => IncludePlan.TryAsync(request, cancellationToken);
}
