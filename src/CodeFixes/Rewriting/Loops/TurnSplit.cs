using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace PerfAnalyzers.CodeFixes.Rewriting.Loops;

/// <summary>
/// A turn of a loop in two parts: what leads up to an awaited answer, which turns may do at the same time, and the rest, which is done with one
/// answer after the other, in the order of the elements.
/// </summary>
/// <param name="Head">Statements before the answer.</param>
/// <param name="Answer">The awaited call; null when the whole turn is its first part.</param>
/// <param name="Consumer">The statement that contains the answer.</param>
/// <param name="Tail">Statements after it.</param>
internal sealed record TurnSplit(ImmutableArray<StatementSyntax> Head, AwaitExpressionSyntax? Answer, StatementSyntax? Consumer, ImmutableArray<StatementSyntax> Tail)
{
    /// <summary>What turns would do at the same time.</summary>
    public IEnumerable<SyntaxNode> Concurrent => Answer is null ? Head : [.. Head, Answer];

    /// <summary>What is done in order.</summary>
    public IEnumerable<SyntaxNode> Ordered => Consumer is null ? [] : [Consumer, .. Tail];

    /// <summary>The whole turn; then the turn up to each await, the last one first, down to <paramref name="call"/>.</summary>
    public static IEnumerable<TurnSplit> Of(StatementSyntax body, InvocationExpressionSyntax call)
    {
        ImmutableArray<StatementSyntax> statements = body is BlockSyntax block ? [.. block.Statements] : [body];
        yield return new(statements, null, null, []);

        for (var i = statements.Length - 1; i >= 0; i--)
        {
            foreach (var answer in Awaits(statements[i]).Reverse())
            {
                if (answer.Span.End >= call.Span.End)
                    yield return new(statements.RemoveRange(i, statements.Length - i), answer, statements[i], statements.RemoveRange(0, i + 1));
            }
        }
    }

    /// <summary>The local that the answer is put into and that is nothing but the answer.</summary>
    public VariableDeclaratorSyntax? Local =>
        Consumer is LocalDeclarationStatementSyntax { UsingKeyword.RawKind: 0, Declaration.Variables: [{ Initializer.Value: { } value } variable] } && value == Answer ? variable : null;

    /// <summary>Whether the answer is thrown away: a statement of its own.</summary>
    public bool IsUnused => Consumer is ExpressionStatementSyntax { Expression: var expression } && (expression == Answer || expression is AssignmentExpressionSyntax { Left: IdentifierNameSyntax { Identifier.Text: "_" } } discard && discard.Right == Answer);

    // Awaits that a statement comes to first, and in any case: not behind a condition, a loop or a lambda.
    private static IEnumerable<AwaitExpressionSyntax> Awaits(StatementSyntax statement) => statement switch
    {
        ExpressionStatementSyntax { Expression: var expression } => In(expression),
        LocalDeclarationStatementSyntax { UsingKeyword.RawKind: 0, AwaitKeyword.RawKind: 0, Declaration.Variables: [{ Initializer.Value: var value }] } => In(value),
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
