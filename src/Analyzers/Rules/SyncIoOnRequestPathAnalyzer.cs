using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace PerfAnalyzers.Rules;

/// <summary>PERF2003: an action, a handler or what they call through synchronous methods queries the database, and a thread waits with the request.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class SyncIoOnRequestPathAnalyzer() : BlockingCallAnalyzer(RuleCatalog.SyncIoOnRequestPath)
{
    // What has to change is the function; its other calls change with it.
    private protected override bool OnePerFunction => true;

    private protected override bool TakesOwn => false;

    private protected override string? UsualBecause(IOperation? rows, SyntaxNode place, AnalysisSession session, CancellationToken cancellationToken) => session.Requests.UsualBecause(cancellationToken);

    private protected override bool IsMine(BlockedPlace place) => !place.Await.CanAwait && !place.Request.IsEmpty;
}
