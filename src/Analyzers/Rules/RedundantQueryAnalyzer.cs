using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using PerfAnalyzers.Flow.Loops;

namespace PerfAnalyzers.Rules;

/// <summary>PERF1008: <c>foreach (var order in orders) Print(order, db.Settings.First())</c> asks the same for each order.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class RedundantQueryAnalyzer() : RepeatedRoundTripAnalyzer(RuleCatalog.RedundantQuery)
{
    private protected override bool IsMine(RepeatedRoundTrip found) =>
        found is { Kind: RepetitionKind.SameEachTime or RepetitionKind.AskedBefore };
}
