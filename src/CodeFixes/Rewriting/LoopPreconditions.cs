using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace PerfAnalyzers.CodeFixes.Rewriting;

/// <summary>What must hold of a loop before a read may leave it, whatever the read is.</summary>
internal static class LoopPreconditions
{
    public static async Task<string?> RefusalAsync(ElementLoop loop, ExpressionSyntax read, Document document, bool isReviewed, CancellationToken cancellationToken)
    {
        if (!Loops.HasRoom(loop.Statement))
            return "there is no place before the loop for a statement";

        if (read.Parent is ExpressionStatementSyntax)
            return "what was read is not used";

        // A lambda that is not awaited makes a task for each element.
        if (loop.Turn is LambdaExpressionSyntax && loop.Scope.Model.GetTypeInfo(read, cancellationToken).Type is { Name: "Task" or "ValueTask" })
            return "the task is not awaited where it is made";

        return await new LoopEffects(document.Project.Solution, isReviewed).DisturbanceAsync(loop.Turn is LambdaExpressionSyntax ? loop.Statement : loop.Body, loop.Scope.Model, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Why what is read ahead, for elements that the loop may never reach, would be noticed; null when it would not.</summary>
    public static string? ReadAheadRefusal(ElementLoop loop, LoopSource source, KeyedRead read)
    {
        if (!loop.EndsEarly)
            return null;

        var isUntracked = !read.IsOfRows && (read.Projection is null || read.IsAggregate || read.Result.IsValueType || read.Result.SpecialType == SpecialType.System_String)
            || read.Operators.Any(QueryApis.IsNoTracking);
        return isUntracked && source.Declaration is null && (loop.ElementType.IsValueType || loop.ElementType.NullableAnnotation == NullableAnnotation.NotAnnotated)
            ? null
            : "the loop may end before its last element";
    }
}
