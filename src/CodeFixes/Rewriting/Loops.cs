using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace PerfAnalyzers.CodeFixes.Rewriting;

/// <summary>The loops around a piece of code, up to the function it stands in.</summary>
internal static class Loops
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

    /// <summary>What a loop repeats; null for a statement that is none.</summary>
    public static StatementSyntax? BodyOf(StatementSyntax statement) => statement switch
    {
        CommonForEachStatementSyntax loop => loop.Statement,
        ForStatementSyntax loop => loop.Statement,
        WhileStatementSyntax loop => loop.Statement,
        DoStatementSyntax loop => loop.Statement,
        _ => null,
    };

    /// <summary>Whether a statement may be put beside the loop.</summary>
    public static bool HasRoom(StatementSyntax loop) => loop.Parent is BlockSyntax or SwitchSectionSyntax or GlobalStatementSyntax;
}
