using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace PerfAnalyzers.CodeFixes.Rewriting.Loops;

/// <summary>
/// A turn of a loop in two parts: what leads up to an awaited answer, which turns may do at the same time, and the rest, which is done with one
/// answer after the other, in the order of the elements.
/// </summary>
/// <param name="Repeated">
/// What both parts begin with, in the order of the code: <c>var order = orders[i];</c> of a <c>for</c>, and the tests that leave out elements, whether what they
/// let through stands behind them (<c>if (order.IsClosed) continue;</c>) or inside.
/// </param>
/// <param name="Head">Statements before the answer.</param>
/// <param name="Answer">The awaited call; null when the whole turn is its first part.</param>
/// <param name="Consumer">The statement that contains the answer.</param>
/// <param name="Tail">Statements after it.</param>
internal sealed record TurnSplit(
    ImmutableArray<StatementSyntax> Repeated, ImmutableArray<StatementSyntax> Head, AwaitExpressionSyntax? Answer, StatementSyntax? Consumer, ImmutableArray<StatementSyntax> Tail)
{
    /// <summary>What turns would do at the same time.</summary>
    public IEnumerable<SyntaxNode> Concurrent => Answer is null ? Head : [.. Head, Answer];

    /// <summary>What is done in order.</summary>
    public IEnumerable<SyntaxNode> Ordered => Consumer is null ? [] : [Consumer, .. Tail];

    /// <summary>The conditions that both parts ask.</summary>
    public IEnumerable<ExpressionSyntax> Conditions => Repeated.OfType<IfStatementSyntax>().Select(test => test.Condition);

    /// <summary>The whole turn; then the turn up to each await, the last one first, down to <paramref name="call"/>.</summary>
    public static IEnumerable<TurnSplit> Of(ElementLoop loop, InvocationExpressionSyntax call)
    {
        var statements = LoopSyntax.StatementsOf((StatementSyntax)loop.Body);
        yield return new([], statements, null, null, []);

        var repeated = ImmutableArray<StatementSyntax>.Empty;
        var after = ImmutableArray<StatementSyntax>.Empty;
        while (Within(statements, loop, call) is var (inside, behind))
        {
            repeated = repeated.Add(statements[0]);
            after = behind.AddRange(after);
            statements = inside;
        }

        for (var i = statements.Length - 1; i >= 0; i--)
        {
            foreach (var answer in Awaits(statements[i]).Reverse())
            {
                if (answer.Span.End >= call.Span.End)
                    yield return new(repeated, statements.RemoveRange(i, statements.Length - i), answer, statements[i], statements.RemoveRange(0, i + 1).AddRange(after));
            }
        }
    }

    // What the first statement leads to, where both parts can have it, and what comes behind all of that.
    private static (ImmutableArray<StatementSyntax> Inside, ImmutableArray<StatementSyntax> Behind)? Within(ImmutableArray<StatementSyntax> statements, ElementLoop loop, InvocationExpressionSyntax call) => statements.FirstOrDefault() switch
    {
        LocalDeclarationStatementSyntax { Declaration.Variables: [var variable] } when loop.Element.DeclaringSyntaxReferences is [var declaration] && declaration.Span == variable.Span => (statements.RemoveAt(0), []),
        IfStatementSyntax test when LoopSyntax.Skips(test) && loop.Values.Negated(test.Condition) is not null => (statements.RemoveAt(0), []),
        IfStatementSyntax { Else: null } test when test.Statement.Span.Contains(call.Span) && loop.Values.TextOf(test.Condition) is not null => (LoopSyntax.StatementsOf(test.Statement), statements.RemoveAt(0)),
        _ => null,
    };

    /// <summary>The local that the answer is put into and that is nothing but the answer.</summary>
    public VariableDeclaratorSyntax? Local =>
        Consumer is LocalDeclarationStatementSyntax { Declaration.Variables: [{ Initializer.Value: { } value } variable] } && value == Answer ? variable : null;

    /// <summary>Whether the answer is given back at the end of its turn.</summary>
    public bool IsDisposed => Consumer is LocalDeclarationStatementSyntax { UsingKeyword.RawKind: not 0 };

    /// <summary>Whether the answer is thrown away: a statement of its own.</summary>
    public bool IsUnused => Consumer is ExpressionStatementSyntax { Expression: var expression } && (expression == Answer || expression is AssignmentExpressionSyntax { Left: IdentifierNameSyntax { Identifier.Text: "_" } } discard && discard.Right == Answer);

    // Awaits that a statement comes to first, and in any case: not behind a condition, a loop or a lambda.
    private static IEnumerable<AwaitExpressionSyntax> Awaits(StatementSyntax statement) => statement switch
    {
        ExpressionStatementSyntax { Expression: var expression } => In(expression),
        LocalDeclarationStatementSyntax { UsingKeyword.RawKind: 0, AwaitKeyword.RawKind: 0, Declaration.Variables: [{ Initializer.Value: var value }] } => In(value),
        LocalDeclarationStatementSyntax { AwaitKeyword.RawKind: 0, Declaration.Variables: [{ Initializer.Value: AwaitExpressionSyntax value }] } => [value],
        IfStatementSyntax { Condition: var condition } => In(condition),
        ForEachStatementSyntax { AwaitKeyword.RawKind: 0, Expression: var source } => In(source),
        _ => [],
    };

    private static IEnumerable<AwaitExpressionSyntax> In(ExpressionSyntax expression) => expression.DescendantNodesAndSelf(node => node is not AnonymousFunctionExpressionSyntax)
        .OfType<AwaitExpressionSyntax>().Where(answer => IsAlwaysReached(answer, expression));

    private static bool IsAlwaysReached(SyntaxNode node, SyntaxNode whole)
    {
        for (; node != whole; node = node.Parent!)
        {
            var isReached = node.Parent switch
            {
                ConditionalExpressionSyntax choice => choice.Condition == node,
                ConditionalAccessExpressionSyntax access => access.Expression == node,
                SwitchExpressionSyntax choice => choice.GoverningExpression == node,
                SwitchExpressionArmSyntax or QueryExpressionSyntax or QueryBodySyntax => false,
                BinaryExpressionSyntax binary => binary.Left == node || binary.Kind() is not (SyntaxKind.LogicalAndExpression or SyntaxKind.LogicalOrExpression or SyntaxKind.CoalesceExpression),
                AssignmentExpressionSyntax assignment => !assignment.IsKind(SyntaxKind.CoalesceAssignmentExpression),
                _ => true,
            };
            if (!isReached)
                return false;
        }

        return true;
    }
}
