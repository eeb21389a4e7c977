using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using PerfAnalyzers.CodeFixes.Rewriting;
using PerfAnalyzers.CodeFixes.Rewriting.Concurrency;

namespace PerfAnalyzers.CodeFixes;

/// <summary>
/// PERF1003: <c>foreach (var sku in skus) total += (await http.GetFromJsonAsync&lt;Price&gt;(sku)).Amount;</c> makes a limited number of calls at the
/// same time, and then goes through the answers in the order of the elements. For review, because only the other side knows how many it bears.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(RemoteCallInLoopFix)), Shared]
public sealed class RemoteCallInLoopFix() : PerfCodeFix(["PERF1003"], FixSafety.ReviewNeeded)
{
    internal override Task<Planned<Rewrite>> PlanAsync(FixRequest request, CancellationToken cancellationToken) => ConcurrentCallsPlan.TryAsync(request, cancellationToken);
}
