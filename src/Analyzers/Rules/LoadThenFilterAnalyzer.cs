using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using PerfAnalyzers.Evidence;
using PerfAnalyzers.Flow.Bodies;
using PerfAnalyzers.Flow.Calls;
using PerfAnalyzers.Flow.Entities;
using PerfAnalyzers.Flow.Queries;
using PerfAnalyzers.Knowledge;

namespace PerfAnalyzers.Rules;

/// <summary>PERF1006: <c>db.Orders.ToList().Where(o => o.AccountId == id)</c> loads all orders to keep a few, in the member itself or through a repository.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class LoadThenFilterAnalyzer() : BodyAnalyzer(RuleCatalog.LoadThenFilter)
{
    internal override Action<BodyContext>? LookIn(AnalysisSession session) => c =>
    {
        if (c.OperationBlocks.Any(MemberBodies.IsGiant))
            return;

        foreach (var found in c.OperationBlocks.SelectMany(b => session.RowUses.In(b, c.CancellationToken)))
            session.Report(c.ReportDiagnostic, Describe(found, c.OwningSymbol));

        foreach (var found in c.OperationBlocks.SelectMany(b => session.CountedIncludes.In(b, c.OwningSymbol, c.CancellationToken)))
            session.Report(c.ReportDiagnostic, Describe(found, c.OwningSymbol));
    };

    private static Finding Describe(UnusedRows found, ISymbol member)
    {
        var rows = found.Rows;
        var read = CallSteps.LocationOfName(rows.Read.Syntax);
        var operation = CallSteps.LocationOfName(found.Operation.Syntax);
        var isNarrow = found.Use is ApiRows.Columns;
        var chain = string.Join(" -> ", rows.Through.Select(m => $"{m.ContainingType.Name}.{m.Name}").Append(rows.ReadBy));
        var advice = AdviceFor(found);
        var isRead = isNarrow || found.IsSpread;
        return new(RuleCatalog.LoadThenFilter, isRead ? read : operation, member,
            [found.Name, $"{Verb(found)} the rows that '{NameOf(rows)}' loads", rows.Through.IsEmpty ? "" : $", through {chain}", advice])
        {
            Advice = advice,
            Related = [isRead ? operation : read, .. found.GivenTo is { } inside ? [CallSteps.LocationOfName(inside.Syntax)] : ImmutableArray<Location>.Empty],
            IssuedAt = read,
            Chain = chain,
            Operation = "db.read",
            IssuedBy = rows.Through.IsEmpty ? [] : EvidenceIndex.IdsOf(rows.Through[rows.Through.Length - 1]),
            LessBecause = isNarrow ? "as many rows, only narrower"
                : found.Use is ApiRows.Deleted or ApiRows.Updated ? "what saving does besides is not done then"
                : rows.IsNarrowed && (found.IsSpread || found.AreLookedThrough || !rows.Through.IsEmpty) ? "some of the rows are left out already"
                : found.AreEmpty ? "what is left out has no text, and may be rare"
                : found.InOtherWords ? "a query says it in other words" : null,
            IsLikelyOnly = rows.IsLikely,
        };
    }

    private static Finding Describe(CountedInclude found, ISymbol member)
    {
        const string Advice = "select in the query what is needed";
        return new(RuleCatalog.LoadThenFilter, CallSteps.LocationOfName(found.Include.Syntax), member,
            [found.Name, $"needs only one value of the '{found.Navigation.Name}' that '{found.Include.TargetMethod.Name}' loads", "", Advice])
        {
            Advice = Advice,
            Related = [found.Use.Syntax.GetLocation()],
            Operation = "db.read",
            LessBecause = "one collection of each row, which may be short",
        };
    }

    private static string NameOf(LoadedRows rows) => rows.Through.IsEmpty ? rows.ReadBy : rows.Through[0].Name;

    private static string Verb(UnusedRows found) => found.Use switch
    {
        _ when found.IsGrouped => "computes in memory a value for each group of",
        ApiRows.Some when found.Name == NamedLeads.Loop => "skips some of",
        ApiRows.Some => "filters in memory",
        ApiRows.Page => "takes in memory a page of",
        ApiRows.One => "picks in memory one of",
        ApiRows.Value => "computes in memory one value from",
        ApiRows.Deleted => "only deletes",
        ApiRows.Updated => $"only sets {ColumnsOf(found)} of",
        _ => $"needs only {ColumnsOf(found)} of",
    };

    private static string ColumnsOf(UnusedRows found) => string.Join(", ", found.Columns.Select(c => $"'{c}'"));

    private static string AdviceFor(UnusedRows found) => found switch
    {
        { Delegate.Name: var name } => $"take '{name}' as an expression, so that it becomes part of the query",
        { Use: ApiRows.Deleted } => $"'{WrittenRows.CommandFor(found.Use)}' deletes them without loading them",
        { Use: ApiRows.Updated } => $"'{WrittenRows.CommandFor(found.Use)}' does it without loading them",
        { Use: ApiRows.Columns } => "select in the query what is needed",
        { InOtherWords: true } => "say it in the query with what a database has",
        { Rows.Through.IsEmpty: true } => "let the database do it, before the query runs",
        _ => "ask the database for no more than that",
    };
}
