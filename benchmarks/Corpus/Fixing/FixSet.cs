using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using PerfAnalyzers.CodeFixes;

namespace PerfAnalyzers.Corpus.Fixing;

/// <summary>The fixes that change what runs. Those that only write an attribute are offered for everything, and count for nothing here.</summary>
internal sealed class FixSet
{
    private readonly ImmutableArray<PerfCodeFix> _fixes =
    [
        .. typeof(PerfCodeFix).Assembly.GetTypes().Where(t => !t.IsAbstract && t.IsAssignableTo(typeof(PerfCodeFix))).OrderBy(t => t.FullName, StringComparer.Ordinal)
            .Select(t => (PerfCodeFix)Activator.CreateInstance(t)!).Where(f => f.Safety != FixSafety.Annotation),
    ];

    /// <summary>The first plan for a finding, or the reasons why there is none, one for each fix that was asked.</summary>
    public async Task<(Rewrite? Rewrite, string? Refusal)> PlanAsync(Document document, Diagnostic finding, CancellationToken cancellationToken)
    {
        if (await FixRequest.CreateAsync(document, finding, cancellationToken) is not { } request)
            return (null, null);

        var refusals = new List<string>();
        foreach (var fix in _fixes.Where(f => f.FixableDiagnosticIds.Contains(finding.Id)))
        {
            var (rewrite, refusal) = await fix.PlanAsync(request, cancellationToken);
            if (rewrite is not null)
                return (rewrite, null);

            refusals.Add(refusal!);
        }

        return (null, refusals.Count == 0 ? null : string.Join("; ", refusals));
    }
}
