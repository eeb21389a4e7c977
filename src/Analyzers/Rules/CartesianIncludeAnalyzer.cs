using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using PerfAnalyzers.Flow.Bodies;
using PerfAnalyzers.Flow.Calls;
using PerfAnalyzers.Flow.Entities;
using PerfAnalyzers.Knowledge;

namespace PerfAnalyzers.Rules;

/// <summary>PERF1009: <c>db.Orders.Include(o => o.Lines).Include(o => o.Payments)</c> returns each line of an order once for each of its payments, and so does a projection of both.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class CartesianIncludeAnalyzer() : BodyAnalyzer(RuleCatalog.CartesianInclude)
{
    private const string Advice = "load each with a query of its own";

    internal override Action<BodyContext>? LookIn(AnalysisSession session) => c =>
    {
        if (c.OperationBlocks.Any(MemberBodies.IsGiant))
            return;

        foreach (var found in c.OperationBlocks.SelectMany(b => session.JoinedCollections.In(b, c.CancellationToken)))
            session.Report(c.ReportDiagnostic, Describe(found, c.OwningSymbol, session, c.CancellationToken));
    };

    // At the Include that makes it so, when it is written here; at the call that runs the query, when a helper has it.
    private static Finding Describe(CartesianJoin found, ISymbol member, AnalysisSession session, CancellationToken cancellationToken)
    {
        var run = found.Run.Syntax is Microsoft.CodeAnalysis.CSharp.Syntax.CommonForEachStatementSyntax loop ? loop.Expression.GetLocation() : CallSteps.LocationOfName(found.Run.Syntax);
        var include = CallSteps.LocationOfName(found.Include.Syntax);
        var isHere = member.DeclaringSyntaxReferences.Any(r => r.SyntaxTree == found.Include.Syntax.SyntaxTree && r.Span.Contains(found.Include.Syntax.Span));
        return new(RuleCatalog.CartesianInclude, isHere ? include : run, member, [found.First, found.Second, Advice])
        {
            Advice = Advice,
            Related = [isHere ? run : include],
            Operation = "db.read",
            Multiplies = true,
            LessBecause = found.IsOfOneRow ? "of one row, whose collections are seldom long" : found.IsAskedFor ? "the query asks to be a single one" : isHere ? null : OneHelperBecause(found, member, session, cancellationToken),
        };
    }

    // What joins them is written once, in a helper, and there is where all who run its query are mended.
    private static string? OneHelperBecause(CartesianJoin found, ISymbol member, AnalysisSession session, CancellationToken cancellationToken)
    {
        if (session.Bodies.MemberOf(found.Include, cancellationToken) is not { } helper)
            return null;

        var first = session.FirstMembers.Before(
            member, $"{helper.ToDisplayString()} {found.Include.Syntax.Span}", NameInCode.Of(helper), [],
            b => session.JoinedCollections.In(b, cancellationToken).Any(j => !j.IsOfOneRow && j.Include.Syntax.SyntaxTree == found.Include.Syntax.SyntaxTree && j.Include.Syntax.Span == found.Include.Syntax.Span), cancellationToken);
        return first is null ? null : $"the same joins as in '{first}'";
    }
}
