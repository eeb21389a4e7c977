using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using PerfAnalyzers.Evidence;
using PerfAnalyzers.EvidenceFormat;

namespace PerfAnalyzers.Rules;

/// <summary>PERF9002: <c>[PerformanceBudget(MaxRoundTrips = 3)]</c> on a handler that evidence saw making 848.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class BudgetExceededAnalyzer() : PerfAnalyzer(RuleCatalog.BudgetExceeded)
{
    // A budget of a member that reaches a database through other projects only is a budget all the same.
    private protected override bool NeedsKnownLibrary => false;

    private protected override void Register(CompilationStartAnalysisContext context, AnalysisSession session)
    {
        if (session.Evidence.HasProfiles)
            context.RegisterSymbolAction(c => Analyze(c, session), SymbolKind.Method, SymbolKind.Property);
    }

    private static void Analyze(SymbolAnalysisContext context, AnalysisSession session)
    {
        var attribute = context.Symbol.GetAttributes().FirstOrDefault(a => a.AttributeClass is
        {
            Name: "PerformanceBudgetAttribute",
            ContainingNamespace: { Name: "PerfAnalyzers", ContainingNamespace.IsGlobalNamespace: true },
        });
        if (attribute?.ApplicationSyntaxReference is not { } syntax)
            return;

        var only = attribute.NamedArguments.FirstOrDefault(a => a.Key == "Profile").Value.Value as string;
        foreach (var profile in session.Evidence.Profiles.Where(p => only is null || p.Profile.Name == only))
        {
            var breaches = Breaches(attribute, profile, EvidenceIndex.IdsOf(context.Symbol)).ToList();
            if (breaches.Count == 0)
                continue;

            var location = Location.Create(syntax.SyntaxTree, syntax.Span);
            session.ReportBudget(
                context.ReportDiagnostic,
                new(RuleCatalog.BudgetExceeded, location, context.Symbol, [context.Symbol.Name, string.Join("; ", breaches.Select(b => b.Text))])
                {
                    Related = [profile.LocationOf(breaches[0].Record)],
                },
                breaches.Exists(b => b.IsCount),
                profile.Profile.Name);
        }
    }

    private static IEnumerable<Breach> Breaches(AttributeData budget, ProfileIndex profile, ImmutableArray<string> ids)
    {
        var endpoints = profile.Profile.OfKind(RecordKind.Endpoint).Where(e => ids.Contains(e[Field.Member] ?? "")).ToList();
        foreach (var (argument, field, name) in s_durations)
        {
            if (Limit(budget, argument) is { } limit && Worst(endpoints, field) is { } endpoint && endpoint.Number(field) > limit)
                yield return new($"{name} {Measurement.Number(endpoint.Number(field)!.Value)} ms instead of at most {Measurement.Number(limit)} ms", endpoint, false);
        }

        if (Limit(budget, "MaxRoundTrips") is { } trips && RoundTrips(profile.Profile, endpoints, ids) is var (count, record) && count > trips)
            yield return new($"{Measurement.Number(count)} round trips per execution instead of at most {Measurement.Number(trips)}", record, true);

        if (Limit(budget, "MaxAllocatedBytes") is { } bytes && Worst(endpoints, Field.AllocatedBytes) is { } allocating && allocating.Number(Field.AllocatedBytes) > bytes)
            yield return new($"{Measurement.Number(allocating.Number(Field.AllocatedBytes)!.Value)} bytes allocated per execution instead of at most {Measurement.Number(bytes)}", allocating, true);
    }

    private static readonly (string Argument, string Field, string Name)[] s_durations =
        [("P50Milliseconds", Field.P50Ms, "p50"), ("P95Milliseconds", Field.P95Ms, "p95"), ("P99Milliseconds", Field.P99Ms, "p99")];

    // An endpoint counts its round trips; for other members they are the sum over the sites in them.
    private static (double Count, EvidenceRecord Record)? RoundTrips(EvidenceProfile profile, List<EvidenceRecord> endpoints, ImmutableArray<string> ids)
    {
        if (Worst(endpoints, Field.MaxRoundTrips) is { } most)
            return (most.Number(Field.MaxRoundTrips)!.Value, most);

        if (Worst(endpoints, Field.RoundTrips) is { } mean)
            return (mean.Number(Field.RoundTrips)!.Value, mean);

        var sites = profile.OfKind(RecordKind.Site).Where(s => ids.Contains(s.Key) && s.PerRoot is not null).ToList();
        return sites.Count == 0 ? null : (sites.Sum(s => s.PerRoot!.Value), sites.OrderByDescending(s => s.PerRoot).First());
    }

    private static EvidenceRecord? Worst(IEnumerable<EvidenceRecord> records, string field) =>
        records.Where(r => r.Number(field) is not null).OrderByDescending(r => r.Number(field)).FirstOrDefault();

    // Every limit of the attribute is -1 unless it is set.
    private static double? Limit(AttributeData budget, string argument) =>
        budget.NamedArguments.FirstOrDefault(a => a.Key == argument).Value.Value switch
        {
            double number and >= 0 => number,
            int number and >= 0 => number,
            long number and >= 0 => number,
            _ => null,
        };

    private readonly record struct Breach(string Text, EvidenceRecord Record, bool IsCount);
}
