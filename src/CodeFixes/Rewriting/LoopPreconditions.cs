using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace PerfAnalyzers.CodeFixes.Rewriting;

/// <summary>What must hold of a loop before a read may leave it, whatever the read is.</summary>
internal static class LoopPreconditions
{
    public static async Task<string?> RefusalAsync(ElementLoop loop, ExpressionSyntax read, Document document, CancellationToken cancellationToken)
    {
        if (!Loops.HasRoom(loop.Statement))
            return "there is no place before the loop for a statement";

        if (read.Parent is ExpressionStatementSyntax)
            return "what was read is not used";

        return await new LoopEffects(document.Project.Solution).DisturbanceAsync(loop.Statement, loop.Scope.Model, cancellationToken).ConfigureAwait(false);
    }
}
