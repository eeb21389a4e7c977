using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using PerfAnalyzers.Evidence;
using PerfAnalyzers.EvidenceFormat;
using PerfAnalyzers.Flow.Calls;

namespace PerfAnalyzers.Rules;

/// <summary>
/// PERF9001: evidence saw a line repeat its round trips within one operation, and no rule had a reason to say so: the loop is in a framework, behind a delegate, or
/// calls what nobody knows to be a round trip.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ObservedRoundTripsAnalyzer() : BodyAnalyzer(RuleCatalog.ObservedRoundTrips)
{
    // That nobody knows the library is one of the reasons for which it is needed.
    private protected override bool NeedsKnownLibrary => false;

    // What was measured says where.
    internal override bool MayMatter(SyntaxToken token, AnalysisSession session) => true;

    internal override Action<BodyContext>? LookIn(AnalysisSession session)
    {
        if (!session.Evidence.HasProfiles)
            return null;

        var explained = new ExplainedIssuers(session);
        return c => Analyze(c, session, explained);
    }

    private static void Analyze(BodyContext context, AnalysisSession session, ExplainedIssuers explained)
    {
        var options = session.OptionsOf(context.OperationBlocks[0].Syntax.SyntaxTree);
        var observed = new ObservedSites(session, explained, options, context.CancellationToken);
        var lines = new Dictionary<Location, Measurement>();
        foreach (var profile in session.Evidence.Profiles)
        {
            foreach (var site in profile.Of(context.OwningSymbol).Where(r => r is { Kind: RecordKind.Site, Operation: not "wait" }))
            {
                var measured = profile.Measured(site);
                if (!measured.IsRepeated(options))
                    continue;

                var place = ObservedSites.At(context.OperationBlocks, site.SourceLine);
                if (!observed.IsHere(profile, site, context.OwningSymbol, context.OperationBlocks, place))
                    continue;

                var location = place is null ? context.OwningSymbol.Locations[0] : CallSteps.LocationOfName(place.Syntax);
                if (!lines.TryGetValue(location, out var earlier) || measured.TotalMs > earlier.TotalMs)
                    lines[location] = measured;
            }
        }

        foreach (var line in lines)
            session.ReportObserved(context.ReportDiagnostic, Describe(line.Key, line.Value, context.OwningSymbol), line.Value);
    }

    private static Finding Describe(Location location, Measurement measured, ISymbol member)
    {
        var name = location == member.Locations[0] ? member.Name : location.SourceTree!.GetText().ToString(location.SourceSpan);
        var advice = measured.Record[Field.Keys] switch
        {
            "same" => "the same is asked each time: ask once and keep the answer",
            "distinct" => "ask once for all that is needed",
            _ => "ask once for all that is needed, and keep what was asked before",
        };
        return new(RuleCatalog.ObservedRoundTrips, location, member, [name, Does(measured.Record.Operation), advice]) { Advice = advice };
    }

    private static string Does(string? operation) => operation switch
    {
        "db.read" or "db" => "queries the database",
        "db.write" => "writes to the database",
        null => "makes round trips",
        _ => $"makes round trips ({operation})",
    };
}
