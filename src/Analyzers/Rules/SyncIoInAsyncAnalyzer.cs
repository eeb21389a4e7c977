using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace PerfAnalyzers.Rules;

/// <summary>PERF2002: <c>db.SaveChanges()</c> in an async method, where <c>await db.SaveChangesAsync()</c> could stand.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class SyncIoInAsyncAnalyzer() : BlockingCallAnalyzer(RuleCatalog.SyncIoInAsync)
{
    private protected override bool OnePerFunction => false;

    private protected override bool TakesOwn => true;

    private protected override string? UsualBecause(IOperation? rows, SyntaxNode place, AnalysisSession session, CancellationToken cancellationToken) => session.Synchronous.UsualBecause(rows, place, cancellationToken);

    private protected override bool IsMine(BlockedPlace place) => place.Await.CanAwait;
}
