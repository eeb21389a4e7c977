using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using PerfAnalyzers.Flow.Bodies;
using PerfAnalyzers.Model;

namespace PerfAnalyzers.Rules;

/// <summary>PERF1005: <c>db.Orders.Where(o => o.Reference == text)</c> reads every order when the model has no index on <c>Reference</c>.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class UnindexedFilterAnalyzer() : BodyAnalyzer(RuleCatalog.UnindexedFilter)
{
    internal override Action<BodyContext>? LookIn(AnalysisSession session) => !BuilderCalls.IsIndexedByHand(session.Compilation) ? null : c =>
    {
        foreach (var block in c.OperationBlocks)
        {
            if (!UnindexedUses.MayQuery(block) || MemberBodies.IsGiant(block) || session.Unindexed is not { } unindexed)
                continue;

            var told = new HashSet<string>(StringComparer.Ordinal);
            foreach (var use in unindexed.In(block))
            {
                if (session.IsSmall(use.Columns.First.Entity, use.Columns.First.Location))
                    continue;

                var finding = Describe(use, c.OwningSymbol, unindexed);
                session.Report(c.ReportDiagnostic, finding.LessBecause is null ? finding with { LessBecause = OneIndexBecause(use, c.OwningSymbol, unindexed, told, session, c.CancellationToken) } : finding);
            }
        }
    };

    // Whoever adds the index has added it for all of them.
    private static string? OneIndexBecause(UnindexedUse use, ISymbol member, UnindexedUses unindexed, HashSet<string> told, AnalysisSession session, CancellationToken cancellationToken)
    {
        var index = IndexOf(use);
        if (!told.Add(index))
            return "the index that it needs is that of a query above";

        return session.FirstMembers.Before(member, index, use.Columns.First.Name, [use.Columns.First.Entity.Type.Name, .. use.Columns.First.Entity.Tables], b => UnindexedUses.MayQuery(b) && unindexed.In(b).Any(u => IndexOf(u) == index && SmallBecause(u, unindexed) is null && !u.Columns.HasFewValues), cancellationToken) is { } first
            ? $"the index that it needs is that of '{first}'"
            : null;
    }

    private static string IndexOf(UnindexedUse use) => $"{TypeNames.Of(use.Columns.First.Entity.Type)}({string.Join(", ", use.Columns.Index)})";

    private static string? SmallBecause(UnindexedUse use, UnindexedUses unindexed) =>
        use.Columns.First.Entity.IsSeeded ? "the model brings its rows, which are few"
        : use.Columns.IsRange ? "most rows may be within the bound"
        : !use.Columns.First.Entity.GrowsWithUse ? "nothing in its rows says that they become many"
        : !unindexed.HasIndexesOfModel ? "the model has no index at all, and nothing in sight makes the tables from it"
        : null;

    private static Finding Describe(UnindexedUse use, ISymbol member, UnindexedUses unindexed)
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
            LessBecause = SmallBecause(use, unindexed),
        };
    }

    private static string PartOf(UnindexedUseKind kind) => kind switch
    {
        UnindexedUseKind.Join => "join on",
        UnindexedUseKind.Order => "order by",
        _ => "filter on",
    };
}
