using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using PerfAnalyzers.Knowledge;

namespace PerfAnalyzers.CodeFixes.Rewriting.Waits;

/// <summary>A method, local function or lambda in which an <c>await</c> is wanted: whether it is async, can become it, and how.</summary>
/// <param name="Node">Its declaration.</param>
/// <param name="Symbol">What it declares.</param>
/// <param name="Model">The semantics of its document.</param>
internal sealed record AsyncFunction(SyntaxNode Node, IMethodSymbol Symbol, SemanticModel Model)
{
    /// <summary>Why a member cannot await that is called in another way than a method.</summary>
    public const string NoFunction = "a constructor, property or operator cannot await";

    public bool IsAsync => Symbol.IsAsync;

    public bool ReturnsTask => TaskTypes.IsTask(Symbol.ReturnType);

    /// <summary>What a title calls it: a lambda has no name.</summary>
    public string Title => Node is AnonymousFunctionExpressionSyntax ? "the lambda" : $"'{Symbol.Name}'";

    private bool ReturnsTaskOfNothing => ReturnsTask && ((INamedTypeSymbol)Symbol.ReturnType).TypeArguments.IsEmpty;

    /// <summary>Its code, without that of the functions in it.</summary>
    public IEnumerable<SyntaxNode> Inside => Node.DescendantNodes(n => n == Node || n is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax));

    private BlockSyntax? Body => Node switch
    {
        BaseMethodDeclarationSyntax method => method.Body,
        LocalFunctionStatementSyntax local => local.Body,
        AnonymousFunctionExpressionSyntax lambda => lambda.Block,
        _ => null,
    };

    private ExpressionSyntax? Expression => Node switch
    {
        MethodDeclarationSyntax { ExpressionBody.Expression: var value } => value,
        LocalFunctionStatementSyntax { ExpressionBody.Expression: var value } => value,
        AnonymousFunctionExpressionSyntax { ExpressionBody: { } value } => value,
        _ => null,
    };

    /// <summary>The innermost function around an expression; null in an initial value or top-level statements.</summary>
    public static AsyncFunction? Around(SyntaxNode expression, SemanticModel model, CancellationToken cancellationToken)
    {
        var node = expression.Ancestors().FirstOrDefault(n => n is AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax or MemberDeclarationSyntax and not GlobalStatementSyntax or AccessorDeclarationSyntax);
        var symbol = node is AnonymousFunctionExpressionSyntax ? model.GetSymbolInfo(node, cancellationToken).Symbol : node is null ? null : model.GetDeclaredSymbol(node, cancellationToken);
        return symbol is IMethodSymbol method ? new(node!, method, model) : null;
    }

    /// <summary>
    /// Why no <c>await</c> can stand at an expression, even if the function were async; null when one can. What was thrown there came in an
    /// <see cref="AggregateException"/> when the wait <paramref name="wraps"/> it.
    /// </summary>
    public string? Refusal(ExpressionSyntax expression, bool wraps, CancellationToken cancellationToken)
    {
        foreach (var node in expression.Ancestors().TakeWhile(n => n != Node))
        {
            switch (node)
            {
                case LockStatementSyntax held when held.Statement.Span.Contains(expression.Span):
                    return "a lock is held";
                case CatchFilterClauseSyntax:
                    return "an exception filter cannot await";
                case QueryClauseSyntax or SelectOrGroupClauseSyntax:
                    return "a clause of a query cannot await";
                case UnsafeStatementSyntax or FixedStatementSyntax:
                    return "unsafe code cannot await";
                case TryStatementSyntax guarded when wraps && guarded.Block.Span.Contains(expression.Span) && guarded.Catches.Any(c => AggregateHandlers.Includes(c, Model)):
                    return "AggregateException is handled, which await does not throw";
            }
        }

        if (Symbol.MethodKind is not (MethodKind.Ordinary or MethodKind.LocalFunction or MethodKind.AnonymousFunction or MethodKind.ExplicitInterfaceImplementation))
            return NoFunction;

        if (Symbol.Parameters.Any(p => p.RefKind != RefKind.None || p.Type.IsRefLikeType) || Symbol.ReturnsByRef || Symbol.ReturnsByRefReadonly)
            return "it has a parameter or return value by reference";

        if (Node is AnonymousFunctionExpressionSyntax && Model.GetTypeInfo(Node, cancellationToken).ConvertedType is { Name: "Expression" })
            return "the lambda is translated, not run";

        var inside = Inside.ToList();
        if (inside.Exists(n => n is YieldStatementSyntax) && !IsAsync)
            return "an iterator cannot await";

        return inside.Exists(n => n is StackAllocArrayCreationExpressionSyntax or RefExpressionSyntax) ||
            inside.OfType<VariableDeclaratorSyntax>().Any(v => Model.GetDeclaredSymbol(v, cancellationToken) is ILocalSymbol { Type.IsRefLikeType: true }) ||
            inside.OfType<SingleVariableDesignationSyntax>().Any(v => Model.GetDeclaredSymbol(v, cancellationToken) is ILocalSymbol { Type.IsRefLikeType: true }) ||
            inside.OfType<CommonForEachStatementSyntax>().Any(l => Model.GetTypeInfo(l.Expression, cancellationToken).Type?.IsRefLikeType == true) ||
            AcrossAwait.IsKept(expression, Model, cancellationToken)
            ? "a span or reference may be in use across the await"
            : ThreadBound.Refusal(expression, this);
    }

    /// <summary>Adds the keyword, and to a synchronous function the task, and makes each return fit.</summary>
    public void MakeAsync(AwaitEdits edits)
    {
        edits.Insert(KeywordPosition, "async ");
        if (!ReturnsTask)
        {
            if (ReturnType is { } type)
                edits.Change(type.Span, TaskOf(type));

            return;
        }

        if (Expression is { } value)
            Return(value, null, edits);

        foreach (var statement in Body?.DescendantNodes(n => n is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax)).OfType<ReturnStatementSyntax>() ?? [])
        {
            if (statement.Expression is { } returned)
                Return(returned, statement, edits);
        }
    }

    /// <summary>The text of the return type when it becomes a task.</summary>
    public static string TaskOf(TypeSyntax type) => type is PredefinedTypeSyntax { Keyword.RawKind: (int)SyntaxKind.VoidKeyword } ? "Task" : $"Task<{type}>";

    /// <summary>The written return type; null for a lambda without one.</summary>
    public TypeSyntax? ReturnType => Node switch
    {
        MethodDeclarationSyntax method => method.ReturnType,
        LocalFunctionStatementSyntax local => local.ReturnType,
        ParenthesizedLambdaExpressionSyntax lambda => lambda.ReturnType,
        _ => null,
    };

    private int KeywordPosition => Node switch
    {
        MethodDeclarationSyntax method => method.ReturnType.SpanStart,
        LocalFunctionStatementSyntax local => local.ReturnType.SpanStart,
        AnonymousFunctionExpressionSyntax { Modifiers: { Count: > 0 } modifiers } => modifiers.Last().Span.End + 1,
        // Its attributes come first.
        ParenthesizedLambdaExpressionSyntax lambda => (lambda.ReturnType ?? (SyntaxNode)lambda.ParameterList).SpanStart,
        _ => Node.SpanStart,
    };

    // return Task.FromResult(x) is return x; return Task.CompletedTask is return; any other task is awaited.
    private void Return(ExpressionSyntax value, ReturnStatementSyntax? statement, AwaitEdits edits)
    {
        if (!ReturnsTaskOfNothing)
        {
            foreach (var task in ReturnedTask.Branches(value))
            {
                var result = ValueIn(task, isChoice: task != value);
                var kept = result ?? ReturnedTask.Inner(task, Model);
                Keep(kept, task, edits);
                if (result is null)
                    edits.Await(kept, kept);
            }

            return;
        }

        var awaited = ReturnedTask.Inner(value, Model);
        if (statement is null)
        {
            Keep(awaited, value, edits);
            edits.Await(awaited, awaited);
            return;
        }

        var isLast = Body is { } body && body.Statements.Last() == statement;
        if (ReturnedTask.IsNothing(value, Model))
        {
            if (isLast && statement.GetLeadingTrivia().Concat(statement.GetTrailingTrivia()).All(t => t.IsKind(SyntaxKind.WhitespaceTrivia) || t.IsKind(SyntaxKind.EndOfLineTrivia)))
                edits.Change(statement.FullSpan, "");
            else
                edits.Change(TextSpan.FromBounds(statement.ReturnKeyword.Span.End, value.Span.End), "");

            return;
        }

        edits.Change(TextSpan.FromBounds(statement.ReturnKeyword.SpanStart, awaited.SpanStart), "");
        edits.Await(awaited, awaited);
        if (awaited != value)
            edits.Change(TextSpan.FromBounds(awaited.Span.End, value.Span.End), "");

        if (!isLast)
            edits.Change(new TextChange(new(statement.Span.End, 0), LineBreakBefore(statement) + "return;"));
    }

    // What is around it goes away.
    private static void Keep(ExpressionSyntax inner, ExpressionSyntax whole, AwaitEdits edits)
    {
        if (inner == whole)
            return;

        edits.Change(TextSpan.FromBounds(whole.SpanStart, inner.SpanStart), "");
        edits.Change(TextSpan.FromBounds(inner.Span.End, whole.Span.End), "");
    }

    // A new line, indented as the statement is.
    private static string LineBreakBefore(StatementSyntax statement)
    {
        var text = statement.SyntaxTree.GetText();
        var line = text.Lines.GetLineFromPosition(statement.SpanStart);
        return (text.ToString(line.SpanIncludingLineBreak).EndsWith("\r\n", StringComparison.Ordinal) ? "\r\n" : "\n") + text.ToString(TextSpan.FromBounds(line.Start, statement.SpanStart));
    }

    /// <summary>
    /// Why a function that returns a task cannot await it instead; null when each return can be written for an async function, and awaits nothing
    /// that was none of its business.
    /// </summary>
    public string? ReturnsRefusal(CancellationToken cancellationToken)
    {
        foreach (var statement in ReturnsTask && Body is not null ? Inside.OfType<ReturnStatementSyntax>() : [])
        {
            if (ReturnsTaskOfNothing && statement.Parent is not (BlockSyntax or SwitchSectionSyntax) && (statement.Expression is not { } nothing || !ReturnedTask.IsNothing(nothing, Model)))
                return "a return would need braces";

            foreach (var returned in AwaitedIn(statement.Expression))
            {
                if (statement.Ancestors().TakeWhile(n => n != Node).Any(n => n is TryStatementSyntax { Catches.Count: > 0 } guarded && guarded.Block.Span.Contains(statement.Span)))
                    return "what the returned task fails with would be handled here";

                if (Refusal(returned, wraps: false, cancellationToken) is { } refusal)
                    return refusal;
            }
        }

        return null;
    }

    // What is returned but tasks that have come to their end well.
    private IEnumerable<ExpressionSyntax> AwaitedIn(ExpressionSyntax? value) =>
        value is null ? [] : ReturnedTask.Branches(value).Where(task => !ReturnedTask.IsNothing(task, Model) && ValueIn(task, isChoice: task != value) is null);

    private ExpressionSyntax? ValueIn(ExpressionSyntax task, bool isChoice) =>
        ReturnedTask.ValueIn(task, Model) is { } value && (!isChoice || ReturnedTask.KeepsType(value, task, Model)) ? value : null;
}
