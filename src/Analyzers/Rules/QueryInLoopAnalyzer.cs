using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Flow;

namespace PerfAnalyzers.Rules;

/// <summary>PERF1001: <c>foreach (var id in ids) db.Orders.Find(id)</c> goes to the database once per id, however far below the loop.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class QueryInLoopAnalyzer() : PerfAnalyzer(RuleCatalog.QueryInLoop)
{
    /// <summary>A call of one of this many bodies or more says little about each of them.</summary>
    private const int ManyImplementations = 4;

    private protected override void Register(CompilationStartAnalysisContext context, AnalysisSession session) =>
        context.RegisterOperationBlockAction(c => Analyze(c, session));

    private static void Analyze(OperationBlockAnalysisContext context, AnalysisSession session)
    {
        // One finding for one cause: the same round trip, in the same loop.
        var reported = new HashSet<(IOperation Loop, string Cause)>();
        foreach (var operation in context.OperationBlocks.SelectMany(b => b.DescendantsAndSelf()))
        {
            context.CancellationToken.ThrowIfCancellationRequested();
            if (Candidate(operation, session, context.CancellationToken) is not var (repeat, guard) ||
                session.Effects.Find(operation, EffectQuestion.DatabaseRead, context.CancellationToken) is not { } path)
            {
                continue;
            }

            if (reported.Add((repeat.Construct, CauseOf(path))))
                session.Report(context.ReportDiagnostic, Describe(operation, repeat, guard, path, context, session));
        }
    }

    // The innermost construct that multiplies the operation. A guard that makes it another kind of loop leaves the loops around it in question.
    private static (Repeat Repeat, Guard Guard)? Candidate(IOperation operation, AnalysisSession session, CancellationToken cancellationToken)
    {
        if (operation is not (IInvocationOperation or IPropertyReferenceOperation or IObjectCreationOperation or IMethodReferenceOperation or IForEachLoopOperation))
            return null;

        (Repeat, Guard)? quieter = null;
        foreach (var repeat in session.Repetition.Enclosing(operation, cancellationToken))
        {
            switch (session.Guards.Of(repeat, operation))
            {
                case Guard.None:
                    return (repeat, Guard.None);
                case Guard.OnError or Guard.Remembered:
                    return null;
                case var guard and (Guard.StopsAtHit or Guard.FewElements or Guard.Throttled):
                    quieter ??= (repeat, guard);
                    break;
            }
        }

        return quieter;
    }

    private static Finding Describe(
        IOperation operation, Repeat repeat, Guard guard, EffectPath path, OperationBlockAnalysisContext context, AnalysisSession session)
    {
        var chain = string.Join(" -> ", path.Members.OfType<IMethodSymbol>().Select(NameOf).Append(path.Last.Name));
        return new(RuleCatalog.QueryInLoop, path.Steps[0].Location, context.OwningSymbol,
            [path.Steps[0].Name, HowOften(repeat), path.Hops == 0 ? "" : $", through {chain}"])
        {
            Related = [LocationOf(repeat.Construct), .. path.Steps.Skip(1).Select(s => s.Location)],
            Chain = chain,
            Operation = "db.read",
            IssuedBy = path.LastMember,
            LessBecause = Reason(guard) ?? AnalysisSession.LessBecauseOf(path) ?? Minority(path, session, context.CancellationToken),
            IsLikelyOnly = path.IsLikelyOnly,
        };
    }

    private static string CauseOf(EffectPath path) => $"{path.Steps[0].Name} {path.LastMember?.GetDocumentationCommentId()} {path.Last.Name}";

    private static string HowOften(Repeat repeat) => repeat switch
    {
        { Element: { Name.Length: > 0 } element, Source: { Syntax: var source } } => $"for each '{element.Name}' in '{Excerpt(source)}'",
        { Loop: null, Source: { Syntax: var source } } => $"for each element of '{Excerpt(source)}'",
        { Construct: IForLoopOperation, Element.Name: var index } => $"for each '{index}'",
        _ => "at each turn of the loop",
    };

    private static string Excerpt(SyntaxNode syntax)
    {
        var text = syntax.ToString();
        var end = text.IndexOfAny(['\r', '\n']);
        text = end < 0 ? text : text.Substring(0, end).TrimEnd() + "...";
        return text.Length <= 60 ? text : text.Substring(0, 57) + "...";
    }

    private static string? Reason(Guard guard) => guard switch
    {
        Guard.StopsAtHit => "it stops at the first hit",
        Guard.FewElements => "few elements, written in the code",
        Guard.Throttled => "the loop waits between turns on purpose",
        _ => null,
    };

    private static string? Minority(EffectPath path, AnalysisSession session, CancellationToken cancellationToken)
    {
        foreach (var step in path.Steps)
        {
            if (step.Targets.Length >= ManyImplementations &&
                session.Effects.Share(step, EffectQuestion.DatabaseRead, cancellationToken) is var (leading, all) && leading * 2 < all)
            {
                return $"only {leading} of {all} implementations of '{step.Name}' do";
            }
        }

        return null;
    }

    private static string NameOf(IMethodSymbol method) => method switch
    {
        { MethodKind: MethodKind.AnonymousFunction } => "lambda",
        { MethodKind: MethodKind.LocalFunction } => method.Name,
        { MethodKind: MethodKind.Constructor } => "new " + method.ContainingType.Name,
        { AssociatedSymbol: { } property } => $"{property.ContainingType.Name}.{property.Name}",
        _ => $"{method.ContainingType.Name}.{method.Name}",
    };

    private static Location LocationOf(IOperation construct) => construct.Syntax switch
    {
        CommonForEachStatementSyntax loop => loop.ForEachKeyword.GetLocation(),
        ForStatementSyntax loop => loop.ForKeyword.GetLocation(),
        WhileStatementSyntax loop => loop.WhileKeyword.GetLocation(),
        DoStatementSyntax loop => loop.DoKeyword.GetLocation(),
        var other => CallSteps.LocationOfName(other),
    };
}
