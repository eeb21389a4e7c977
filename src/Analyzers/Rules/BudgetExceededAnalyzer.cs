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
        var attribute = context.Symbol.GetAttributes().FirstOrDefault(a => ProductAttribute.Is(a, "PerformanceBudgetAttribute"));
        if (attribute?.ApplicationSyntaxReference is not { } syntax)
            return;

        var limits = BudgetLimitKind.All.Select(k => k.Limit(attribute.NamedArguments.FirstOrDefault(a => a.Key == k.Argument).Value.Value)).OfType<BudgetLimit>().ToList();
        var only = ProductAttribute.Text(attribute, "Profile");
        var verdict = BudgetVerdict.Of(BudgetSubject.Member(Ids(context.Symbol)), limits, only, session.Evidence.Profiles.Select(p => p.Profile));
        if (verdict.Decisive is not { State: BudgetState.Broken or BudgetState.Warns } decisive)
            return;

        var location = Location.Create(syntax.SyntaxTree, syntax.Span);
        var profile = session.Evidence.Profiles.First(p => p.Profile == decisive.Profile);
        session.ReportBudget(
            context.ReportDiagnostic,
            new(RuleCatalog.BudgetExceeded, location, context.Symbol, [context.Symbol.Name, string.Join("; ", verdict.Exceeded) + verdict.Disagreement])
            {
                Related = [profile.LocationOf(decisive.Record)],
            },
            decisive.State is BudgetState.Broken,
            profile.Profile.Name);
    }

    // A profiler sees the accessors of a property.
    private static ImmutableArray<string> Ids(ISymbol symbol) => symbol is IPropertySymbol property
        ? [.. new ISymbol?[] { property, property.GetMethod, property.SetMethod }.OfType<ISymbol>().SelectMany(s => EvidenceIndex.IdsOf(s)).Distinct(StringComparer.Ordinal)]
        : EvidenceIndex.IdsOf(symbol);
}
