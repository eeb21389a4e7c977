using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using PerfAnalyzers.Evidence;
using PerfAnalyzers.EvidenceFormat;
using PerfAnalyzers.Flow.Bodies;
using PerfAnalyzers.Flow.Calls;
using PerfAnalyzers.Flow.Memory;

namespace PerfAnalyzers.Rules;

/// <summary>PERF3003: <c>text += line</c> in a loop of a member that evidence shows to allocate much. Without that evidence nothing is looked at.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class HotAllocationAnalyzer() : BodyAnalyzer(RuleCatalog.HotAllocation)
{
    /// <summary>Below this many bytes of a whole profile, a large part is a large part of nothing.</summary>
    private const double NoticeableBytes = 1_000_000;

    private protected override bool NeedsKnownLibrary => false;

    // What was measured says where.
    internal override bool MayMatter(SyntaxToken token, AnalysisSession session) => true;

    internal override Action<BodyContext>? LookIn(AnalysisSession session)
    {
        if (!session.Evidence.Profiles.Any(p => p.Profile.OfKind(RecordKind.Method).Any(m => m.Number(Field.AllocatedBytes) is not null)))
            return null;

        var sites = new AllocationSites(session.Memory);
        return c =>
        {
            if (c.OperationBlocks.IsEmpty || c.OperationBlocks.Any(MemberBodies.IsGiant) || Hottest(session, c.OwningSymbol, c.OperationBlocks[0].Syntax.SyntaxTree) is not var (profile, method, share))
                return;

            var name = ((c.OwningSymbol as IMethodSymbol)?.AssociatedSymbol ?? c.OwningSymbol).Name;
            var measured = $"{PerRoot(profile, method)}, {(share * 100).ToString("0.#", CultureInfo.InvariantCulture)} % of all";
            // Where the profile knows the time of all members, bytes that cost none of it can wait.
            var isCheap = profile.Own.AllMs > 0 && profile.Own.ShareOf(method) < session.OptionsOf(c.OperationBlocks[0].Syntax.SyntaxTree).HotShare;
            foreach (var site in c.OperationBlocks.SelectMany(sites.In))
            {
                session.ReportEvidence(
                    c.ReportDiagnostic,
                    new(RuleCatalog.HotAllocation, LocationOf(site.Operation.Syntax), c.OwningSymbol, [site.What, name, measured, site.Advice]) { Advice = site.Advice, Related = [profile.LocationOf(method)] },
                    site.IsRepeated && !isCheap ? DiagnosticSeverity.Warning : DiagnosticSeverity.Info, profile.Profile.Name);
            }
        };
    }

    // In the profile in which it is the largest part.
    private static (ProfileIndex Profile, EvidenceRecord Method, double Share)? Hottest(AnalysisSession session, ISymbol member, SyntaxTree tree)
    {
        var options = session.OptionsOf(tree);
        var hot = session.Evidence.Profiles
            .SelectMany(p => p.Of(member).Where(r => r.Kind == RecordKind.Method).Select(r => (Profile: p, Record: r, Bytes: r.Number(Field.AllocatedBytes) ?? 0)))
            .Where(m => m.Bytes >= NoticeableBytes)
            .Select(m => (m.Profile, m.Record, Share: m.Bytes / AllBytes(m.Profile)))
            .Where(m => m.Share >= options.HotShare)
            .OrderByDescending(m => m.Share)
            .FirstOrDefault();
        return hot.Record is null ? null : hot;
    }

    private static double AllBytes(ProfileIndex profile) =>
        Math.Max(profile.Profile.Header.Number(Field.AllocatedBytes) ?? 0, profile.Profile.OfKind(RecordKind.Method).Sum(m => m.Number(Field.AllocatedBytes) ?? 0));

    private static string PerRoot(ProfileIndex profile, EvidenceRecord method)
    {
        var bytes = method.Number(Field.AllocatedBytes) ?? 0;
        var header = profile.Profile.Header;
        return header.Number(Field.Roots) is > 0 and { } roots ? $"{Measurement.Number(bytes / roots)} bytes per {header[Field.Root] ?? "request"}"
            : method.Calls is > 0 and { } calls ? $"{Measurement.Number(bytes / calls)} bytes per call"
            : $"{Measurement.Number(bytes)} bytes";
    }

    private static Location LocationOf(SyntaxNode syntax) => syntax switch
    {
        AssignmentExpressionSyntax assignment => assignment.OperatorToken.GetLocation(),
        LambdaExpressionSyntax lambda => lambda.ArrowToken.GetLocation(),
        AnonymousMethodExpressionSyntax method => method.DelegateKeyword.GetLocation(),
        InvocationExpressionSyntax call => CallSteps.LocationOfName(call),
        _ => syntax.GetLocation(),
    };
}
