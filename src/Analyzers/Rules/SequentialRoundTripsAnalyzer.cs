using System.Collections.Immutable;
using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using PerfAnalyzers.Evidence;
using PerfAnalyzers.Flow.Bodies;
using PerfAnalyzers.Flow.Waits;

namespace PerfAnalyzers.Rules;

/// <summary>PERF2004: <c>var items = await catalog.ItemsAsync(); var brands = await catalog.BrandsAsync();</c> waits for one answer, then for the other.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class SequentialRoundTripsAnalyzer() : BodyAnalyzer(RuleCatalog.SequentialRoundTrips)
{
    /// <summary>How a fix is told which of the additional locations are the other calls: so many, the first before the marked one.</summary>
    internal const string CallsProperty = "perf.beside";

    internal override Action<BodyContext>? LookIn(AnalysisSession session) => session.IsTestProject ? null : c => Look(c, session);

    private static void Look(BodyContext context, AnalysisSession session)
    {
        foreach (var body in context.OperationBlocks.Where(b => !MemberBodies.IsGiant(b)))
        {
            foreach (var found in session.Waterfalls.In(body, context.CancellationToken))
                Report(context, session, found);
        }
    }

    // At the second call: the first that waits for nothing.
    private static void Report(BodyContext context, AnalysisSession session, Waterfall found)
    {
        var member = context.OwningSymbol;
        var marked = found.Calls[1];
        var others = found.Calls.RemoveAt(1);
        var function = session.Bodies.FunctionOf(marked.Call, context.CancellationToken) ?? member;
        var request = new BlockedPlace(default, session.Requests.To(function, context.CancellationToken), false, null);
        var advice = $"start {(found.Calls.Length == 2 ? "both" : $"all {found.Calls.Length.ToString(CultureInfo.InvariantCulture)}")}, then await them together";
        session.Report(context.ReportDiagnostic, new(RuleCatalog.SequentialRoundTrips, marked.Path.Steps[0].Location, member, [marked.Name, $"'{found.Calls[0].Name}'", request.OnTheWay, advice])
        {
            Advice = advice,
            Chain = request.Chain,
            Related = [.. others.Select(c => c.Path.Steps[0].Location), .. request.Request.SelectMany(m => m.Locations.Take(1))],
            ForFix = ImmutableDictionary<string, string>.Empty.Add(CallsProperty, others.Length.ToString(CultureInfo.InvariantCulture)),
            Operation = OperationOf(marked),
            IssuedBy = IssuerOf(marked),
            Beside = [.. others.Select(c => new CalledBeside(EvidenceIndex.LineOf(c.Path.Steps[0].Location), OperationOf(c), IssuerOf(c)))],
            IsLikelyOnly = found.IsLikelyOnly,
            LessBecause = (found.IsRemembered ? "a memory of earlier answers stands in front" : null) ??
                (found.IsInterleaved ? "something is done with an answer in between" : null) ??
                found.Calls.Select(c => AnalysisSession.LessBecauseOf(c.Path)).FirstOrDefault(r => r is not null) ??
                (request.Request.IsEmpty ? "no request is seen to get here" : null),
        });
    }

    private static string OperationOf(WaterfallCall call) => call.Path.Last.Fact?.System ?? "";

    private static ImmutableArray<string> IssuerOf(WaterfallCall call) =>
        call.Path.Last.Chosen is { Issuer: var issuer } ? [issuer] : call.Path.LastMember is { } last ? EvidenceIndex.IdsOf(last) : [];
}
