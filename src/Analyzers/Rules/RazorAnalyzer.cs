using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using PerfAnalyzers.Flow.Loops;

namespace PerfAnalyzers.Rules;

/// <summary>
/// All rules about code, in what is written in Razor: the compiler sees pages, views and components as generated code only, which rules are not shown. Apart from them, so that of what is generated nothing
/// else is bound.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class RazorAnalyzer : PerfAnalyzer
{
    private readonly ImmutableArray<BodyAnalyzer> _rules;

    /// <summary>All rules that look at bodies, but for the one that says what allocates in them: a page is a method that shows one value after the other, each boxed by how Razor shows it.</summary>
    public RazorAnalyzer()
        : this(
            [
                new QueryInLoopAnalyzer(), new SaveInLoopAnalyzer(), new RemoteCallInLoopAnalyzer(), new MissingIncludeAnalyzer(), new UnindexedFilterAnalyzer(), new LoadThenFilterAnalyzer(),
                new RecursiveQueryAnalyzer(), new RedundantQueryAnalyzer(), new CartesianIncludeAnalyzer(), new SequentialRoundTripsAnalyzer(), new SyncOverAsyncAnalyzer(), new SyncIoInAsyncAnalyzer(),
                new SyncIoOnRequestPathAnalyzer(), new UnboundedGrowthAnalyzer(), new RetainedSubscriptionAnalyzer(), new ObservedRoundTripsAnalyzer(),
            ])
    {
    }

    private RazorAnalyzer(ImmutableArray<BodyAnalyzer> rules)
        : base([.. rules.SelectMany(r => r.SupportedDiagnostics)]) => _rules = rules;

    private protected override GeneratedCodeAnalysisFlags Generated => GeneratedCodeAnalysisFlags.Analyze | GeneratedCodeAnalysisFlags.ReportDiagnostics;

    private protected override bool NeedsKnownLibrary => false;

    private protected override void Register(CompilationStartAnalysisContext context, AnalysisSession session)
    {
        var razor = session.Compilation.SyntaxTrees.Where(t => SourceFile.Of(t).Razor is not null).ToImmutableHashSet();
        if (razor.IsEmpty || _rules.Select(r => (Rule: r, Look: r.LookIn(session)!)).Where(r => r.Look is not null).ToList() is not { Count: > 0 } rules)
            return;

        context.RegisterCodeBlockAction(c =>
        {
            if (!razor.Contains(c.CodeBlock.SyntaxTree) || !MayMatter(c.OwningSymbol, c.CodeBlock) || session.Bodies.BlocksOf(c) is not { IsEmpty: false } blocks)
                return;

            var body = new BodyContext(blocks, c.OwningSymbol, Report, c.CancellationToken);
            foreach (var rule in rules)
                rule.Look(body);

            void Report(Diagnostic diagnostic)
            {
                if (RazorSource.IsWritten(diagnostic.Location))
                    c.ReportDiagnostic(diagnostic);
            }
        });

        // By names: to bind what a page shows takes longer than all that is asked of it.
        bool MayMatter(ISymbol owner, SyntaxNode body) =>
            owner is not IMethodSymbol method || RepeatedRoundTrips.Questions.Any(q => session.Names.MayLead(method, q)) || body.DescendantTokens().Any(t => rules.Exists(r => r.Rule.MayMatter(t, session)));
    }
}
