using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using PerfAnalyzers.Evidence;
using PerfAnalyzers.EvidenceFormat;

namespace PerfAnalyzers.Rules;

/// <summary>PERF9006: the flat list in the editor, a method whose own time is a noticeable part of a profile. Information: only a person knows whether it can be less.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class HotMethodAnalyzer() : PerfAnalyzer(RuleCatalog.HotMethod)
{
    private protected override bool NeedsKnownLibrary => false;

    private protected override void Register(CompilationStartAnalysisContext context, AnalysisSession session)
    {
        if (session.Evidence.HasProfiles)
            context.RegisterSymbolAction(c => Analyze(c, session), SymbolKind.Method);
    }

    private static void Analyze(SymbolAnalysisContext context, AnalysisSession session)
    {
        if (context.Symbol.Locations.FirstOrDefault() is not { SourceTree: { } tree } location)
            return;

        var options = session.OptionsOf(tree);
        var hot = session.Evidence.Profiles
            .SelectMany(p => p.Of(context.Symbol).Where(r => r.Kind == RecordKind.Method).Select(r => (Profile: p, Record: r, Own: p.Own.LeftOf(r), Share: p.Own.ShareOf(r))))
            .Where(m => (m.Own >= options.RepeatedTotalMs && m.Share >= options.HotShare) || m.Own / Roots(m.Profile) >= options.HotMsPerRoot)
            .OrderByDescending(m => m.Share)
            .FirstOrDefault();
        if (hot.Record is null)
            return;

        var isSampled = hot.Profile.Profile.IsSampled(hot.Record);
        var perRoot = hot.Profile.Profile.Header.Number(Field.Roots) is > 1 and { } roots
            ? $", {Measurement.Number(hot.Own / roots)} ms per {hot.Profile.Profile.Header[Field.Root] ?? "request"}"
            : "";
        var other = session.Versions.IsOther(hot.Record, tree, context.CancellationToken) ? ", measured on another version of this file" : "";
        session.ReportEvidence(
            context.ReportDiagnostic,
            new(RuleCatalog.HotMethod, location, context.Symbol,
                [((context.Symbol as IMethodSymbol)?.AssociatedSymbol ?? context.Symbol).Name, (hot.Share * 100).ToString("0.#", CultureInfo.InvariantCulture),
                    $"{(isSampled ? "about " : "")}{Measurement.Number(hot.Own)} ms of {Measurement.Number(hot.Profile.Own.AllMs)} ms{perRoot}{other}"])
            {
                Related = [hot.Profile.LocationOf(hot.Record)],
            },
            DiagnosticSeverity.Info, hot.Profile.Profile.Name);
    }

    private static double Roots(ProfileIndex profile) => Math.Max(1, profile.Profile.Header.Number(Field.Roots) ?? 1);
}
