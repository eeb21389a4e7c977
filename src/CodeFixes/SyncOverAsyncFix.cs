using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using PerfAnalyzers.CodeFixes.Rewriting;
using PerfAnalyzers.CodeFixes.Rewriting.Waits;

namespace PerfAnalyzers.CodeFixes;

/// <summary>
/// PERF2001: <c>LoadAsync().Result</c> becomes <c>await LoadAsync()</c>, and the functions that lead there become async, up to the handler.
/// For review, because <c>await</c> throws what the task threw, not an <c>AggregateException</c> around it.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(SyncOverAsyncFix)), Shared]
public sealed class SyncOverAsyncFix() : PerfCodeFix(["PERF2001"], FixSafety.ReviewNeeded)
{
    internal override async Task<Planned<Rewrite>> PlanAsync(FixRequest request, CancellationToken cancellationToken)
    {
        var (wait, refusal) = WaitExpression.Of(request, cancellationToken);
        return wait is null ? new Refused(refusal!) : await AwaitPlan.TryTaskAsync(request, wait, cancellationToken).ConfigureAwait(false);
    }
}
