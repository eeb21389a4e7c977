using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using PerfAnalyzers.Flow.Loops;

namespace PerfAnalyzers.Rules;

/// <summary>PERF1007: <c>Children(id) => db.Nodes.Where(n => n.ParentId == id).ToList().SelectMany(n => Children(n.Id))</c> queries once per node.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class RecursiveQueryAnalyzer() : RepeatedRoundTripAnalyzer(RuleCatalog.RecursiveQuery)
{
    private protected override bool IsMine(RepeatedRoundTrip found) =>
        found is { Kind: RepetitionKind.PerRecursion };
}
