using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using PerfAnalyzers.CodeFixes.Rewriting;
using PerfAnalyzers.CodeFixes.Rewriting.Declarations;

namespace PerfAnalyzers.CodeFixes;

/// <summary>
/// PERF1005: the index that is missing, written where the entity's configuration is. For review, because each index makes writing dearer, and
/// because the database has it only after a migration.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(UnindexedFilterFix)), Shared]
public sealed class UnindexedFilterFix() : PerfCodeFix(["PERF1005"], FixSafety.ReviewNeeded)
{
    internal override Task<Planned<Rewrite>> PlanAsync(FixRequest request, CancellationToken cancellationToken) => IndexPlan.TryAsync(request, cancellationToken);
}
