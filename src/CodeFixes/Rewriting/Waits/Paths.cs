using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace PerfAnalyzers.CodeFixes.Rewriting.Waits;

/// <summary>Which code comes after which within a function, as far as its branches say.</summary>
internal static class Paths
{
    /// <summary>Whether what runs one piece of code may go on to another one that is written after it: not from a branch that ends elsewhere, nor to the other one.</summary>
    public static bool ComesTo(SyntaxNode earlier, SyntaxNode later)
    {
        // What is in finally runs whatever ends.
        if (later.Ancestors().OfType<FinallyClauseSyntax>().Any(f => f.Parent!.Span.Contains(earlier.Span) && !f.Span.Contains(earlier.Span)))
            return true;

        var node = earlier;
        for (; node.Parent is { } parent && !parent.Span.Contains(later.Span); node = parent)
        {
            if (IsBranch(node) && EndsElsewhere(node, later))
                return false;
        }

        return !IsBranch(node) || (!EndsElsewhere(node, later) && !IsOtherBranch(node, later));
    }

    private static bool IsBranch(SyntaxNode node) =>
        node is SwitchSectionSyntax or CatchClauseSyntax or ElseClauseSyntax || (node.Parent is IfStatementSyntax choice && choice.Statement == node);

    private static bool IsOtherBranch(SyntaxNode branch, SyntaxNode later) => branch.Parent switch
    {
        IfStatementSyntax choice => choice.Else?.Span.Contains(later.Span) == true,
        SwitchStatementSyntax choice => choice.Sections.Any(s => s != branch && s.Span.Contains(later.Span)),
        TryStatementSyntax guarded => guarded.Catches.Any(c => c != branch && c.Span.Contains(later.Span)),
        _ => false,
    };

    private static bool EndsElsewhere(SyntaxNode branch, SyntaxNode later)
    {
        var last = branch switch
        {
            SwitchSectionSyntax section => section.Statements.LastOrDefault(),
            CatchClauseSyntax clause => clause.Block,
            ElseClauseSyntax otherwise => otherwise.Statement,
            _ => branch as StatementSyntax,
        };
        while (last is BlockSyntax block)
            last = block.Statements.LastOrDefault();

        return last switch
        {
            ReturnStatementSyntax or ThrowStatementSyntax or GotoStatementSyntax or ContinueStatementSyntax => true,
            BreakStatementSyntax => last.Ancestors().FirstOrDefault(n => n is SwitchStatementSyntax or WhileStatementSyntax or DoStatementSyntax or ForStatementSyntax or CommonForEachStatementSyntax)?.Span.Contains(later.Span) == true,
            _ => false,
        };
    }
}
