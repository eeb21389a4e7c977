using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using PerfAnalyzers.Flow.Calls;
using PerfAnalyzers.Flow.Loops;

namespace PerfAnalyzers.Rules;

/// <summary>PERF1002: <c>foreach (var order in orders) { order.Ship(); db.SaveChanges(); }</c> commits once per order.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class SaveInLoopAnalyzer() : RepeatedRoundTripAnalyzer(RuleCatalog.SaveInLoop)
{
    private protected override bool IsMine(RepeatedRoundTrip found) =>
        found is { Kind: RepetitionKind.PerElement, Question: EffectQuestion.DatabaseWrite };
}
