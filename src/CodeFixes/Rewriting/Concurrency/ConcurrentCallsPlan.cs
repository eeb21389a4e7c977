using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.CodeFixes.Rewriting.Loops;
using PerfAnalyzers.Flow.Calls;
using PerfAnalyzers.Knowledge;

namespace PerfAnalyzers.CodeFixes.Rewriting.Concurrency;

/// <summary>Calls of another service, awaited one after the other: a limited number at the same time, their answers used in the order of the elements.</summary>
internal static class ConcurrentCallsPlan
{
    public static async Task<Planned<Rewrite>> TryAsync(FixRequest request, CancellationToken cancellationToken)
    {
        var (document, _, model, _) = request;
        if (request.Enclosing<InvocationExpressionSyntax>() is not { } call || LoopSyntax.Around(call).FirstOrDefault() is not ForEachStatementSyntax { AwaitKeyword.RawKind: 0 } loop)
            return new Refused("only a foreach with one variable says before it runs which elements there are");

        if (!LoopSyntax.HasRoom(loop))
            return new Refused("there is no place before the loop for a statement");

        if (loop.DescendantTokens().Skip(1).Any(token => token.ContainsDirectives))
            return new Refused("the code has directives or texts over several lines");

        if (Awaiting.Of(call).Whole is not AwaitExpressionSyntax)
            return new Refused("the call is not awaited where it is made");

        if (!CanRunConcurrently(model, loop))
            return new Refused("the framework has no Parallel.ForEachAsync");

        if (call.Ancestors().TakeWhile(node => node != loop).Any(node => node is LockStatementSyntax) || EndsEarly(loop))
            return new Refused("the loop may end before its last element");

        if (model.GetEnclosingSymbol(loop.SpanStart, cancellationToken)?.ContainingType is { IsValueType: true })
            return new Refused("a lambda cannot use the struct it stands in");

        var session = AnalysisSession.For(model.Compilation, document.Project.AnalyzerOptions, cancellationToken);
        if (model.GetOperation(call, cancellationToken) is not IInvocationOperation operation || session.Effects.Find(operation, EffectQuestion.Remote, cancellationToken) is not { } path)
            return new Refused("the marked place is no call of another service");

        if (path.IsLikelyOnly)
            return new Refused("nobody in sight says what the call does");

        var element = model.GetDeclaredSymbol(loop, cancellationToken)!;
        string? reason = null;
        foreach (var split in TurnSplit.Of(loop.Statement, call))
        {
            var refusal = await RefusalAsync(split, loop, model, document, cancellationToken).ConfigureAwait(false) ?? OrderRefusal(split, path, session, model, cancellationToken) ?? ChangeRefusal(split, loop, session, model, cancellationToken);
            if (refusal is null)
                return new ConcurrentCallsCode(split, loop, element, model, await document.GetTextAsync(cancellationToken).ConfigureAwait(false)).Rewrite(document, call);

            // What keeps even the call itself from running beside another is the reason.
            reason = refusal;
        }

        return new Refused(reason!);
    }

    private static async Task<string?> RefusalAsync(TurnSplit split, ForEachStatementSyntax loop, SemanticModel model, Document document, CancellationToken cancellationToken)
    {
        var assigned = Assignments.In(loop, model);
        var shared = new SharedState(document.Project.Solution);
        var own = split.Concurrent.SelectMany(statement => statement.DescendantNodesAndSelf()).Select(node => model.GetDeclaredSymbol(node, cancellationToken)).OfType<ILocalSymbol>().ToList();

        if (split.Answer is not null && split.Ordered.SelectMany(node => node.DescendantNodes(n => n != split.Answer)).OfType<IdentifierNameSyntax>()
                .Any(name => !split.Answer.Span.Contains(name.Span) && own.Contains(model.GetSymbolInfo(name, cancellationToken).Symbol, SymbolEqualityComparer.Default)))
        {
            return "what is made before the call is used after it, too";
        }

        foreach (var node in split.Concurrent)
        {
            // Its lines would not survive being put elsewhere.
            if (node.DescendantTokens().Any(token => token.Text.Contains('\n')))
                return "the code has directives or texts over several lines";

            if (split.Answer is not null && node is not (LocalDeclarationStatementSyntax or ExpressionStatementSyntax or AwaitExpressionSyntax))
                return "the call happens under a condition";

            if (node.DescendantNodesAndSelf().Any(n => n is ContinueStatementSyntax))
                return "a turn of the loop may end before the call";

            foreach (var name in node.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>())
            {
                var symbol = model.GetSymbolInfo(name, cancellationToken).Symbol;
                if (symbol is IParameterSymbol { RefKind: not RefKind.None } or ILocalSymbol { IsRef: true } or ILocalSymbol { Type.IsRefLikeType: true } or IParameterSymbol { Type.IsRefLikeType: true })
                    return $"a lambda cannot use '{symbol.Name}'";

                if (symbol is ILocalSymbol or IParameterSymbol or IFieldSymbol or IPropertySymbol && assigned.Contains(symbol) && !own.Contains(symbol, SymbolEqualityComparer.Default) && !IsOnlyInitialized(name))
                    return $"'{symbol.Name}' changes in the loop";
            }

            if (await shared.InAsync(node, loop.Statement, model, cancellationToken).ConfigureAwait(false) is { } reason)
                return reason;
        }

        return split.Answer is { } answer && model.GetTypeInfo(answer, cancellationToken).Type is { } type && (type.IsAnonymousType || type.IsRefLikeType || type.TypeKind is TypeKind.Dynamic or TypeKind.Error)
            ? "the answer's type has no name"
            : null;
    }

    // texts.Add(answer), and the next turn asks for $"{id}/{texts.Count}": all turns would ask before the first has an answer.
    private static string? ChangeRefusal(TurnSplit split, ForEachStatementSyntax loop, AnalysisSession session, SemanticModel model, CancellationToken cancellationToken)
    {
        var asked = Of(split.Concurrent, null);
        var rest = Of(split.Ordered, split.Answer);
        return asked.Read.FirstOrDefault(s => rest.Written.Contains(s) && !ReadScope.IsDeclaredIn(s, loop)) is { } changed ? $"'{changed.Name}' changes in the loop" : null;

        Touched Of(IEnumerable<SyntaxNode> code, SyntaxNode? except) => code.Select(n => model.GetOperation(n, cancellationToken)).OfType<IOperation>()
            .Aggregate(Touched.Nothing, (all, operation) => all.And(session.Touched.Of(operation, o => o.Syntax == except, cancellationToken)));
    }

    // All answers are there before the first is used. Where a turn changes what the next would have asked for, or is to follow on a change, that matters.
    private static string? OrderRefusal(TurnSplit split, EffectPath path, AnalysisSession session, SemanticModel model, CancellationToken cancellationToken)
    {
        foreach (var operation in split.Ordered.Where(node => node != split.Answer).SelectMany(node => model.GetOperation(node, cancellationToken)?.DescendantsAndSelf() ?? []))
        {
            if (operation is not (IInvocationOperation or IPropertyReferenceOperation or IObjectCreationOperation or IMethodReferenceOperation) || split.Answer!.Span.Contains(operation.Syntax.Span))
                continue;

            var isRead = path.Last.Fact?.Effect is ApiEffect.Read;
            if (session.Effects.Find(operation, EffectQuestion.Remote, cancellationToken) is not null || session.Effects.Find(operation, EffectQuestion.DatabaseWrite, cancellationToken) is not null
                || (!isRead && session.Effects.Find(operation, EffectQuestion.DatabaseRead, cancellationToken) is not null))
            {
                return "what a turn does after the call goes to the database or another service, and the next call may count on it";
            }
        }

        return null;
    }

    // new Order { Id = x.Id }: the property of an object that is made here.
    private static bool IsOnlyInitialized(IdentifierNameSyntax name) => name.Parent is AssignmentExpressionSyntax { Parent: InitializerExpressionSyntax } assignment && assignment.Left == name;

    // Of calls that overlap, those after a throw have been made.
    private static bool EndsEarly(ForEachStatementSyntax loop) => ElementLoop.MayEndEarly(loop) != false ||
        loop.Statement.DescendantNodesAndSelf(node => !ElementLoop.IsFunction(node)).Any(node => node is ThrowStatementSyntax or ThrowExpressionSyntax);

    private static bool CanRunConcurrently(SemanticModel model, ForEachStatementSyntax loop) => !model.GetSpeculativeSymbolInfo(
        loop.SpanStart, SyntaxFactory.ParseExpression("System.Threading.Tasks.Parallel.ForEachAsync"), SpeculativeBindingOption.BindAsExpression).CandidateSymbols.IsEmpty;
}
