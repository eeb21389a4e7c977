using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using PerfAnalyzers.Evidence;

namespace PerfAnalyzers.Rules;

/// <summary>PERF9003: <c>[ProfilerEvidence("chekout")]</c>, and no evidence file has a profile of that name, or it has no measurement of the member.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class EvidenceNotFoundAnalyzer() : PerfAnalyzer(RuleCatalog.EvidenceNotFound)
{
    private protected override bool NeedsKnownLibrary => false;

    private protected override void Register(CompilationStartAnalysisContext context, AnalysisSession session) =>
        context.RegisterSymbolAction(c => Analyze(c, session), SymbolKind.Method, SymbolKind.Property, SymbolKind.NamedType);

    private static void Analyze(SymbolAnalysisContext context, AnalysisSession session)
    {
        foreach (var named in NamedProfile.Of(context.Symbol))
        {
            var profiles = session.Evidence.Profiles.Where(p => p.Profile.Name == named.Profile).ToList();
            if (named.Location is not { } location || (profiles.Count > 0 && (!named.NeedsMember || profiles.Exists(p => p.Measures(context.Symbol)))))
                continue;

            var missing = profiles.Count > 0 ? "which has no measurement of it"
                : session.Evidence.HasProfiles ? "which no evidence file has"
                : "and there is no evidence file";
            session.ReportEvidence(
                context.ReportDiagnostic,
                new(RuleCatalog.EvidenceNotFound, location, context.Symbol, [context.Symbol.Name, named.Profile, missing]),
                DiagnosticSeverity.Warning, "");
        }
    }
}
