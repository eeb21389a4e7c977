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
    private const string EndsEarly = "the loop may end before its last element";

    public static async Task<Planned<Rewrite>> TryAsync(FixRequest request, CancellationToken cancellationToken)
    {
        var (document, _, model, _) = request;
        if (request.Enclosing<InvocationExpressionSyntax>() is not { } call)
            return new Refused("the marked place is not a call");

        if (ElementLoop.Whole(call, model) is { Value: var loop, Refusal: var noLoop } && loop is null)
            return new Refused(noLoop!);

        if (loop!.Turn != loop.Statement)
            return new Refused("the calls are made by a lambda, which what calls it decides about");

        if (!LoopSyntax.HasRoom(loop.Statement))
            return new Refused("there is no place before the loop for a statement");

        if (loop.Statement.DescendantTokens().Skip(1).Any(token => token.ContainsDirectives))
            return new Refused("the code has directives or texts over several lines");

        if (Awaiting.Of(call).Whole is not AwaitExpressionSyntax)
            return new Refused("the call is not awaited where it is made");

        if (!CanRunConcurrently(model, loop.Statement))
            return new Refused("the framework has no Parallel.ForEachAsync");

        if (call.Ancestors().TakeWhile(node => node != loop.Statement).Any(node => node is LockStatementSyntax) || loop.EndsEarly)
            return new Refused(EndsEarly);

        if (model.GetEnclosingSymbol(loop.Statement.SpanStart, cancellationToken)?.ContainingType is { IsValueType: true })
            return new Refused("a lambda cannot use the struct it stands in");

        var session = AnalysisSession.For(model.Compilation, document.Project.AnalyzerOptions, cancellationToken);
        if (model.GetOperation(call, cancellationToken) is not IInvocationOperation operation || session.Effects.Find(operation, EffectQuestion.Remote, cancellationToken) is not { } path)
            return new Refused("the marked place is no call of another service");

        if (path.IsLikelyOnly)
            return new Refused("nobody in sight says what the call does");

        string? reason = null;
        foreach (var split in TurnSplit.Of(loop, call))
        {
            var refusal = await RefusalAsync(split, loop, model, document, cancellationToken).ConfigureAwait(false) ?? OrderRefusal(split, path, session, model, cancellationToken) ?? ChangeRefusal(split, loop, session, model, cancellationToken);
            if (refusal is null)
                return new ConcurrentCallsCode(split, loop, await document.GetTextAsync(cancellationToken).ConfigureAwait(false)).Rewrite(document, call);

            // What keeps even the call itself from running beside another is the reason.
            reason = refusal;
        }

        return new Refused(reason!);
    }

    private static async Task<string?> RefusalAsync(TurnSplit split, ElementLoop loop, SemanticModel model, Document document, CancellationToken cancellationToken)
    {
        var assigned = Assignments.In(loop.Body, model);
        var shared = new SharedState(document.Project.Solution, loop);
        var own = split.Concurrent.SelectMany(statement => statement.DescendantNodesAndSelf()).Select(node => model.GetDeclaredSymbol(node, cancellationToken)).OfType<ILocalSymbol>().ToList();

        if (split.Answer is not null && split.Ordered.SelectMany(node => node.DescendantNodes(n => n != split.Answer)).OfType<IdentifierNameSyntax>()
                .Any(name => !split.Answer.Span.Contains(name.Span) && own.Contains(model.GetSymbolInfo(name, cancellationToken).Symbol, SymbolEqualityComparer.Default)))
        {
            return "what is made before the call is used after it, too";
        }

        if (split.IsDisposed && !IsBuffered(split.Answer!, model))
            return "the answer is disposed of at the end of its turn";

        // Both parts have its text.
        if (split.Repeated.Select(statement => statement is IfStatementSyntax test ? test.Condition : (SyntaxNode)statement).Any(node => node.ToString().Contains('\n')))
            return "a condition has several lines";

        foreach (var node in split.Concurrent)
        {
            // Its lines would not survive being put elsewhere.
            if (node.DescendantTokens().Any(token => token.Text.Contains('\n')))
                return "the code has directives or texts over several lines";

            if (split.Answer is not null && node is not (LocalDeclarationStatementSyntax or ExpressionStatementSyntax or AwaitExpressionSyntax or IfStatementSyntax { Else: null, Statement: ThrowStatementSyntax or BlockSyntax { Statements: [ThrowStatementSyntax] } }))
                return "the call happens under a condition";

            foreach (var name in node.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>())
            {
                var symbol = model.GetSymbolInfo(name, cancellationToken).Symbol;
                if (symbol is IParameterSymbol { RefKind: not RefKind.None } or ILocalSymbol { IsRef: true } or ILocalSymbol { Type.IsRefLikeType: true } or IParameterSymbol { Type.IsRefLikeType: true })
                    return $"a lambda cannot use '{symbol.Name}'";

                if (symbol is ILocalSymbol or IParameterSymbol or IFieldSymbol or IPropertySymbol && assigned.Contains(symbol) && !own.Contains(symbol, SymbolEqualityComparer.Default) && !IsOnlyInitialized(name))
                    return $"'{symbol.Name}' changes in the loop";
            }

            if (await shared.InAsync(node, loop.Body, model, cancellationToken).ConfigureAwait(false) is { } reason)
                return reason;
        }

        return split.Answer is { } answer && model.GetTypeInfo(answer, cancellationToken).Type is { } type && (type.IsAnonymousType || type.IsRefLikeType || type.TypeKind is TypeKind.Dynamic or TypeKind.Error)
            ? "the answer's type has no name"
            : null;
    }

    // using var response = await http.GetAsync(url): the client has read all of it, and holds no connection for it any more.
    private static bool IsBuffered(AwaitExpressionSyntax answer, SemanticModel model) => Awaiting.CallOf(answer) is { } call &&
        model.GetSymbolInfo(call).Symbol is IMethodSymbol { ContainingType: { Name: "HttpClient" or "HttpClientJsonExtensions", ContainingNamespace.ContainingNamespace.Name: "System" or "Net" } } method &&
        model.GetTypeInfo(answer).Type is { Name: "HttpResponseMessage" } && !method.Parameters.Any(p => p.Type.Name == "HttpCompletionOption");

    // texts.Add(answer), and the next turn asks for $"{id}/{texts.Count}": all turns would ask before the first has an answer.
    private static string? ChangeRefusal(TurnSplit split, ElementLoop loop, AnalysisSession session, SemanticModel model, CancellationToken cancellationToken)
    {
        var asked = Of([.. split.Concurrent, .. split.Conditions], null);
        var rest = Of(split.Ordered, split.Answer);
        return asked.Read.FirstOrDefault(s => rest.Written.Contains(s) && !ReadScope.IsDeclaredIn(s, loop.Statement)) is { } changed ? $"'{changed.Name}' changes in the loop" : null;

        Touched Of(IEnumerable<SyntaxNode> code, SyntaxNode? except) => code.Select(n => model.GetOperation(n, cancellationToken)).OfType<IOperation>()
            .Aggregate(Touched.Nothing, (all, operation) => all.And(session.Touched.Of(operation, o => o.Syntax == except, cancellationToken)));
    }

    // All answers are there before the first is used. Where a turn changes what the next would have asked for, or is to follow on a change, that matters.
    private static string? OrderRefusal(TurnSplit split, EffectPath path, AnalysisSession session, SemanticModel model, CancellationToken cancellationToken)
    {
        var isRead = path.Last.Fact?.Effect is ApiEffect.Read;

        // Those after a throw have been made as well, which does no harm where they only ask.
        if (!isRead && split.Ordered.SelectMany(node => node.DescendantNodesAndSelf(n => !ElementLoop.IsFunction(n))).Any(node => node is ThrowStatementSyntax or ThrowExpressionSyntax))
            return EndsEarly;

        foreach (var operation in split.Ordered.Where(node => node != split.Answer).SelectMany(node => model.GetOperation(node, cancellationToken)?.DescendantsAndSelf() ?? []))
        {
            if (operation is not (IInvocationOperation or IPropertyReferenceOperation or IObjectCreationOperation or IMethodReferenceOperation) || split.Answer!.Span.Contains(operation.Syntax.Span))
                continue;

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

    private static bool CanRunConcurrently(SemanticModel model, StatementSyntax loop) => !model.GetSpeculativeSymbolInfo(
        loop.SpanStart, SyntaxFactory.ParseExpression("System.Threading.Tasks.Parallel.ForEachAsync"), SpeculativeBindingOption.BindAsExpression).CandidateSymbols.IsEmpty;
}
