using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using PerfAnalyzers.Evidence;

namespace PerfAnalyzers.Rules;

/// <summary>
/// PERF9004: the code that was measured is no longer the code here. A warning where somebody rests on it: at an attribute that names the profile, and at the line
/// of evidence about a member that is gone; information at a file that has changed, because any change changes it.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class EvidenceStaleAnalyzer() : PerfAnalyzer(RuleCatalog.EvidenceStale)
{
    private protected override bool NeedsKnownLibrary => false;

    private protected override void Register(CompilationStartAnalysisContext context, AnalysisSession session)
    {
        if (!session.Evidence.HasProfiles)
            return;

        var measured = new MeasuredMembers(session);
        context.RegisterSymbolAction(c => AnalyzeMember(c, session), SymbolKind.Method, SymbolKind.Property, SymbolKind.NamedType);
        context.RegisterSyntaxTreeAction(c => AnalyzeFile(c, session, measured));
        context.RegisterAdditionalFileAction(c => AnalyzeEvidence(c, session, measured));
    }

    private static void AnalyzeMember(SymbolAnalysisContext context, AnalysisSession session)
    {
        foreach (var named in NamedProfile.Of(context.Symbol))
        {
            if (named.Location is not { SourceTree: { } tree } location)
                continue;

            var profiles = session.Evidence.Profiles.Where(p => p.Profile.Name == named.Profile && p.Measures(context.Symbol)).ToList();
            // One file of that name about this version is enough.
            if (profiles.Count == 0 || !profiles.TrueForAll(p => p.Of(context.Symbol).Any(r => session.Versions.IsOther(r, tree, context.CancellationToken))))
                continue;

            session.ReportEvidence(
                context.ReportDiagnostic,
                new(RuleCatalog.EvidenceStale, location, context.Symbol, [$"profile '{named.Profile}' has measured '{context.Symbol.Name}' in another version of this file"])
                {
                    Related = [profiles[0].LocationOf(profiles[0].Of(context.Symbol).First())],
                },
                DiagnosticSeverity.Warning, named.Profile);
        }
    }

    private static void AnalyzeFile(SyntaxTreeAnalysisContext context, AnalysisSession session, MeasuredMembers measured)
    {
        var stale = measured.In(context.Tree).Where(m => session.Versions.IsOther(m.Record, context.Tree, context.CancellationToken)).Select(m => m.Profile.Profile.Name)
            .Distinct(StringComparer.Ordinal).OrderBy(n => n, StringComparer.Ordinal).ToList();
        if (stale.Count == 0)
            return;

        var first = context.Tree.GetRoot(context.CancellationToken).DescendantNodes(n => n is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax).OfType<BaseTypeDeclarationSyntax>().FirstOrDefault();
        var names = string.Join("', '", stale);
        session.ReportEvidence(
            context.ReportDiagnostic,
            new(RuleCatalog.EvidenceStale, first?.Identifier.GetLocation() ?? Location.Create(context.Tree, default), session.Compilation.Assembly,
                [$"profile{(stale.Count == 1 ? "" : "s")} '{names}' measured another version of this file"]),
            DiagnosticSeverity.Info, stale[0]);
    }

    private static void AnalyzeEvidence(AdditionalFileAnalysisContext context, AnalysisSession session, MeasuredMembers measured)
    {
        foreach (var profile in session.Evidence.Profiles.Where(p => p.Path == context.AdditionalFile.Path))
        {
            foreach (var gone in measured.GoneFrom(profile, context.CancellationToken))
            {
                session.ReportEvidence(
                    context.ReportDiagnostic,
                    new(RuleCatalog.EvidenceStale, profile.LocationOf(gone), session.Compilation.Assembly,
                        [$"profile '{profile.Profile.Name}' measured '{MeasuredMembers.IdOf(gone)}', which '{gone.File}' does not declare any more"]),
                    DiagnosticSeverity.Warning, profile.Profile.Name);
            }
        }
    }
}
