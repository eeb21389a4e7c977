using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using PerfAnalyzers.Flow.Calls;
using PerfAnalyzers.Flow.Loops;

namespace PerfAnalyzers.Rules;

/// <summary>PERF1001: <c>foreach (var id in ids) db.Orders.Find(id)</c> goes to the database once per id, however far below the loop.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class QueryInLoopAnalyzer() : RepeatedRoundTripAnalyzer(RuleCatalog.QueryInLoop)
{
    private protected override bool IsMine(RepeatedRoundTrip found) =>
        found is { Kind: RepetitionKind.PerElement, Question: EffectQuestion.DatabaseRead };
}
