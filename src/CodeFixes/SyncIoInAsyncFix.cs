using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using PerfAnalyzers.CodeFixes.Rewriting;
using PerfAnalyzers.CodeFixes.Rewriting.Waits;

namespace PerfAnalyzers.CodeFixes;

/// <summary>
/// PERF2002: <c>db.SaveChanges()</c> becomes <c>await db.SaveChangesAsync(cancellationToken)</c>. For review, because other work may run in between.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(SyncIoInAsyncFix)), Shared]
public sealed class SyncIoInAsyncFix() : PerfCodeFix(["PERF2002"], FixSafety.ReviewNeeded)
{
    internal override Task<Planned<Rewrite>> PlanAsync(FixRequest request, CancellationToken cancellationToken) => AwaitPlan.TryTwinAsync(request, cancellationToken);
}
