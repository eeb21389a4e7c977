using System.Reflection;
using PerfAnalyzers.Collector.Recording;
using PerfAnalyzers.Collector.Symbols;
using PerfAnalyzers.EvidenceFormat;

namespace PerfAnalyzers.Collector.Scopes;

/// <summary>Requests judged by the budgets of their handlers: as the build does (PERF9002), with what a test cannot know told apart.</summary>
/// <param name="Broken">Each endpoint that exceeds its budget.</param>
/// <param name="Warnings">What is exceeded within noise, and what cannot be judged.</param>
internal sealed record BudgetJudgement(IReadOnlyList<string> Broken, IReadOnlyList<string> Warnings)
{
    private const string Attribute = "PerfAnalyzers.PerformanceBudgetAttribute";

    /// <summary>Judges every endpoint that has had a request.</summary>
    public static BudgetJudgement Of(RecordedState state, EvidenceProfile profile)
    {
        var broken = new List<string>();
        var warnings = new List<string>();
        var budgets = 0;
        foreach (var (name, endpoint) in state.Endpoints.OrderBy(e => e.Key, StringComparer.Ordinal))
        {
            if (endpoint.Handler is not { } handler || Limits(handler) is not { Count: > 0 } limits)
                continue;

            budgets++;

            // Whatever profile the budget names: it says which load durations are from, and a count holds under any.
            var verdict = BudgetVerdict.Of(BudgetSubject.Endpoint(name), limits, only: null, [profile]);
            var subject = $"'{name}' ({Handler(endpoint, handler)})";
            var exceeded = verdict.Measures.Where(m => m.State is BudgetState.Broken or BudgetState.Warns).ToLookup(Fails);
            if (exceeded[true].Any())
                broken.Add($"{subject} exceeds its budget: {string.Join("; ", exceeded[true].Select(Words))}.{Lines(endpoint)}");

            if (exceeded[false].Any())
                warnings.Add($"{subject} exceeds its budget within noise: {string.Join("; ", exceeded[false].Select(Words))}");

            if (verdict.Unmeasured.Count > 0)
                warnings.Add($"{subject} has a budget of which a test does not measure {string.Join(", ", verdict.Unmeasured.Select(l => l.Kind.Field))}");
        }

        if (budgets == 0)
            warnings.Add("No request reached a handler with a [PerformanceBudget]: nothing was enforced.");

        return new(broken, warnings);
    }

    // Of a few requests the first, which compiles what all others run, decides; that says nothing about the limit.
    private static bool Fails(BudgetMeasure measure) =>
        measure.State is BudgetState.Broken && (measure.Limit.Kind.IsCount || TimingNoise.Spread(measure.Record) is not null);

    // A handler may have made no round trips, or none that a line is known of.
    private static string Lines(EndpointStats endpoint) =>
        (endpoint.WorstSites.Count == 0 ? "\n" : " The request with the most round trips:\n") + ScopeText.Sites(endpoint.WorstSites, unattributed: 0, RulePage.Of("PERF9002"));

    private static string Words(BudgetMeasure measure) => measure.Limit.Kind.Text(measure.Measured, measure.Limit.Allowed);

    private static string Handler(EndpointStats endpoint, MethodInfo handler) => endpoint.Member is { } member ? MemberName.Short(member) : $"{handler.DeclaringType?.Name}.{handler.Name}";

    // By its name, so that a copy of the attribute's source counts, too.
    private static List<BudgetLimit> Limits(MethodInfo handler)
    {
        var budget = handler.GetCustomAttributesData().FirstOrDefault(a => a.AttributeType.FullName == Attribute);
        return budget is null
            ? []
            : [.. BudgetLimitKind.All.Select(k => k.Limit(budget.NamedArguments.FirstOrDefault(a => a.MemberName == k.Argument).TypedValue.Value)).OfType<BudgetLimit>()];
    }
}
