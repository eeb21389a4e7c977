using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace PerfAnalyzers.CodeFixes.Rewriting.Loops;

/// <summary>The loops around a piece of code, up to the function it stands in.</summary>
internal static class LoopSyntax
{
    /// <summary>Inside out: the statements of which the body contains the code.</summary>
    public static IEnumerable<StatementSyntax> Around(SyntaxNode code)
    {
        for (var node = code; node.Parent is { } parent && !ElementLoop.IsFunction(parent); node = parent)
        {
            if (parent is StatementSyntax loop && BodyOf(loop) == node)
                yield return loop;
        }
    }

    /// <summary>The loop of which a <c>break</c> or <c>continue</c> leaves the turn; null for a <c>break</c> of a switch.</summary>
    public static StatementSyntax? LeftBy(SyntaxNode jump) =>
        jump.FirstAncestorOrSelf<StatementSyntax>(s => BodyOf(s) is not null || (s is SwitchStatementSyntax && jump is BreakStatementSyntax)) is { } left and not SwitchStatementSyntax ? left : null;

    /// <summary>What a loop repeats; null for a statement that is none.</summary>
    public static StatementSyntax? BodyOf(StatementSyntax statement) => statement switch
    {
        CommonForEachStatementSyntax loop => loop.Statement,
        ForStatementSyntax loop => loop.Statement,
        WhileStatementSyntax loop => loop.Statement,
        DoStatementSyntax loop => loop.Statement,
        _ => null,
    };

    /// <summary>Whether a statement does nothing but leave out elements: <c>if (order.IsClosed) continue;</c>.</summary>
    public static bool Skips(StatementSyntax statement) =>
        statement is IfStatementSyntax { Else: null, Statement: ContinueStatementSyntax or BlockSyntax { Statements: [ContinueStatementSyntax] } };

    /// <summary>What a body, or what is embedded in an <c>if</c>, does one after the other.</summary>
    public static ImmutableArray<StatementSyntax> StatementsOf(StatementSyntax body) => body is BlockSyntax block ? [.. block.Statements] : [body];

    /// <summary>Whether a statement may be put beside the loop.</summary>
    public static bool HasRoom(StatementSyntax loop) => loop.Parent is BlockSyntax or SwitchSectionSyntax or GlobalStatementSyntax;

    /// <summary>What decides, in a turn of a loop, whether it comes to an expression: <c>if (who != null)</c> around it, <c>if (who == null) continue;</c> before it.</summary>
    public static IEnumerable<ExpressionSyntax> TestsBefore(ExpressionSyntax expression, SyntaxNode turn)
    {
        foreach (var node in expression.AncestorsAndSelf().TakeWhile(a => a != turn))
        {
            ExpressionSyntax? test = node.Parent switch
            {
                IfStatementSyntax choice when choice.Condition != node => choice.Condition,
                ConditionalExpressionSyntax choice when choice.Condition != node => choice.Condition,
                BinaryExpressionSyntax binary when binary.Right == node => binary.Left,
                SwitchSectionSyntax { Parent: SwitchStatementSyntax choice } => choice.Expression,
                SwitchExpressionArmSyntax { Parent: SwitchExpressionSyntax choice } => choice.GoverningExpression,
                WhileStatementSyntax inner => inner.Condition,
                _ => null,
            };
            if (test is not null)
                yield return test;

            if (node.Parent is not BlockSyntax block)
                continue;

            foreach (var earlier in block.Statements.TakeWhile(s => s != node).OfType<IfStatementSyntax>().Where(s => s.DescendantNodes().Any(n => n is ContinueStatementSyntax or BreakStatementSyntax or ReturnStatementSyntax or ThrowStatementSyntax)))
                yield return earlier.Condition;
        }
    }
}
