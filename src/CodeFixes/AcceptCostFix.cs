using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using PerfAnalyzers.CodeFixes.Rewriting;
using PerfAnalyzers.CodeFixes.Rewriting.Declarations;

namespace PerfAnalyzers.CodeFixes;

/// <summary>
/// Writes <c>[AcceptedCost("PERF1001", Because = "")]</c> on the member. The reason is left to be filled in: without one the finding stays.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(AcceptCostFix)), Shared]
public sealed class AcceptCostFix() : PerfCodeFix(["PERF1001", "PERF1002", "PERF1003", "PERF1005", "PERF1006", "PERF1007", "PERF1008", "PERF1009", "PERF2001", "PERF2002", "PERF2003", "PERF2004"], FixSafety.Annotation)
{
    internal override async Task<Planned<Rewrite>> PlanAsync(FixRequest request, CancellationToken cancellationToken)
    {
        if (request.Finding is not { Id: var rule })
            return new Refused("there is no finding to accept");

        // A profile in which the place was hot when it was accepted is no news.
        var profile = PinEvidenceFix.ProfileOf(request) is { } name ? $", Profile = {AttributePlan.Literal(name)}" : "";
        return await AttributePlan.TryAsync(
            request, "AcceptedCost", rule, $"{AttributePlan.Literal(rule)}, Because = \"\"{profile}", "Accept this cost: write down why", cancellationToken).ConfigureAwait(false);
    }
}
