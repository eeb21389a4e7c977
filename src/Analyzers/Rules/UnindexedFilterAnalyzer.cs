using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using PerfAnalyzers.Flow.Bodies;
using PerfAnalyzers.Model;

namespace PerfAnalyzers.Rules;

/// <summary>PERF1005: <c>db.Orders.Where(o => o.Reference == text)</c> reads every order when the model has no index on <c>Reference</c>.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class UnindexedFilterAnalyzer() : PerfAnalyzer(RuleCatalog.UnindexedFilter)
{
    private protected override void Register(CompilationStartAnalysisContext context, AnalysisSession session)
    {
        if (!BuilderCalls.IsIndexedByHand(context.Compilation))
            return;

        RegisterBodies(context, session, c =>
        {
            foreach (var block in c.OperationBlocks)
            {
                if (!UnindexedUses.MayQuery(block) || MemberBodies.IsGiant(block) || session.Unindexed is not { } unindexed)
                    continue;

                foreach (var use in unindexed.In(block))
                {
                    if (!session.IsSmall(use.Columns.First.Entity, use.Columns.First.Location))
                        session.Report(c.ReportDiagnostic, Describe(use, c.OwningSymbol));
                }
            }
        });
    }

    private static Finding Describe(UnindexedUse use, ISymbol member)
    {
        var column = use.Columns.First;
        var entity = column.Entity;
        var index = use.Columns.Index;
        var advice = index.Length == 1 ? "add an index" : $"add an index on {string.Join(", ", index)}";
        return new(RuleCatalog.UnindexedFilter, column.Location, member, [$"{entity.Type.Name}.{column.Name}", PartOf(use.Kind), advice])
        {
            Advice = advice,
            Related = [.. entity.Type.GetMembers(column.Name).SelectMany(m => m.Locations).Where(l => l.IsInSource).Take(1)],
            Table = new([.. entity.Tables], index, TypeNames.Of(entity.Type)),
            NeedsEvidence = use.Columns.HasFewValues,
            LessBecause = entity.IsSeeded ? "the model brings its rows, which are few"
                : use.Columns.IsRange ? "most rows may be within the bound"
                : !entity.GrowsWithUse ? "nothing in its rows says that they become many"
                : null,
        };
    }

    private static string PartOf(UnindexedUseKind kind) => kind switch
    {
        UnindexedUseKind.Join => "join on",
        UnindexedUseKind.Order => "order by",
        _ => "filter on",
    };
}
