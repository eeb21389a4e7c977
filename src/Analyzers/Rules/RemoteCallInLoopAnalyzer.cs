using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using PerfAnalyzers.Flow.Calls;
using PerfAnalyzers.Flow.Loops;

namespace PerfAnalyzers.Rules;

/// <summary>PERF1003: <c>foreach (var id in ids) await http.GetAsync("prices/" + id)</c> waits for the network once per id.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class RemoteCallInLoopAnalyzer() : RepeatedRoundTripAnalyzer(RuleCatalog.RemoteCallInLoop)
{
    private protected override bool IsMine(RepeatedRoundTrip found) =>
        found is { Kind: RepetitionKind.PerElement, Question: EffectQuestion.Remote };
}
