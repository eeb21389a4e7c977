using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using PerfAnalyzers.CodeFixes.Rewriting;
using PerfAnalyzers.CodeFixes.Rewriting.Declarations;

namespace PerfAnalyzers.CodeFixes;

/// <summary>Writes <c>[ProfilerEvidence("checkout")]</c> on the member of a confirmed finding: the profile that measured it documents its cost.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(PinEvidenceFix)), Shared]
public sealed class PinEvidenceFix() : PerfCodeFix(["PERF1001", "PERF1002", "PERF1003", "PERF1005", "PERF1006", "PERF1007", "PERF1008", "PERF1009", "PERF2001", "PERF2002", "PERF2003", "PERF2004"], FixSafety.Annotation)
{
    internal override async Task<Planned<Rewrite>> PlanAsync(FixRequest request, CancellationToken cancellationToken) => ProfileOf(request) is { } profile
        ? await AttributePlan.TryAsync(
            request, "ProfilerEvidence", profile, AttributePlan.Literal(profile), $"Pin measured evidence of profile '{profile}'", cancellationToken).ConfigureAwait(false)
        : new Refused("no measurement confirms the finding");

    /// <summary>The profile that confirms the finding; null when none does.</summary>
    internal static string? ProfileOf(FixRequest request) =>
        request.Finding is { Properties: var properties } && properties.TryGetValue("perf.state", out var state) && state == "confirmed" && properties.TryGetValue("perf.profile", out var profile)
            ? profile
            : null;
}
