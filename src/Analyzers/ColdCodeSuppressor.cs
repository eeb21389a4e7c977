using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using PerfAnalyzers.Evidence;
using PerfAnalyzers.Knowledge;

namespace PerfAnalyzers;

/// <summary>
/// Silences what other packages say about the speed of code that a profile shows to be cheap, where <c>perfanalyzers.suppress_cold</c> asks for it. A reason cannot hold a
/// figure of its own: Roslyn knows the reasons before it runs anything. The evidence file has the figure.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ColdCodeSuppressor : DiagnosticSuppressor
{
    // One for each rule, so that NoWarn and a suppression's log tell them apart: PERFS_CA1822.
    private static readonly ImmutableDictionary<string, SuppressionDescriptor> s_suppressions = PerformanceRules.Ids.ToImmutableDictionary(
        id => id, id => new SuppressionDescriptor("PERFS_" + id, id, "A profile covers this member, and it is measured to be cheap"));

    /// <inheritdoc/>
    public override ImmutableArray<SuppressionDescriptor> SupportedSuppressions => [.. s_suppressions.Values];

    /// <inheritdoc/>
    public override void ReportSuppressions(SuppressionAnalysisContext context)
    {
        EvidenceIndex? evidence = null;
        var versions = new SourceVersions();
        foreach (var diagnostic in context.ReportedDiagnostics)
        {
            context.CancellationToken.ThrowIfCancellationRequested();
            if (diagnostic.Location.SourceTree is not { } tree || !s_suppressions.TryGetValue(diagnostic.Id, out var suppression))
                continue;

            var options = PerfOptions.Of(context.Options, tree);
            if (!options.SuppressCold)
                continue;

            evidence ??= EvidenceIndex.Read(context.Options.AdditionalFiles, context.CancellationToken);
            if (evidence.HasProfiles && MemberAround(context, diagnostic) is { } member && IsCold(evidence, member, diagnostic.Location, options, versions))
                context.ReportSuppression(Suppression.Create(suppression, diagnostic));
        }
    }

    // Every profile that covers the member has to say so, of this version of the file; no coverage says nothing.
    private static bool IsCold(EvidenceIndex evidence, ISymbol member, Location location, PerfOptions options, SourceVersions versions)
    {
        var measured = evidence.Find(member, EvidenceIndex.LineOf(location), "", []).ToList();
        return Verdict.OfRepetition(measured, options).State is EvidenceState.Cold && !measured.Exists(m => versions.IsOther(m.Record, location.SourceTree, default));
    }

    private static ISymbol? MemberAround(SuppressionAnalysisContext context, Diagnostic diagnostic)
    {
        var tree = diagnostic.Location.SourceTree!;
        var node = tree.GetRoot(context.CancellationToken).FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true);
        var model = context.GetSemanticModel(tree);
        return model.GetEnclosingSymbol(diagnostic.Location.SourceSpan.Start, context.CancellationToken) is IMethodSymbol method
            ? method
            : node.AncestorsAndSelf().Select(n => model.GetDeclaredSymbol(n, context.CancellationToken)).OfType<IMethodSymbol>().FirstOrDefault();
    }
}
