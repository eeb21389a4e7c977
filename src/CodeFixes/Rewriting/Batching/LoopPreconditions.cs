using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using PerfAnalyzers.CodeFixes.Rewriting.Loops;
using PerfAnalyzers.Flow.Calls;

namespace PerfAnalyzers.CodeFixes.Rewriting.Batching;

/// <summary>What must hold of a loop before a read may leave it, whatever the read is.</summary>
internal static class LoopPreconditions
{
    /// <param name="loop">The loop.</param>
    /// <param name="read">The read in it.</param>
    /// <param name="document">Where it is.</param>
    /// <param name="isReviewed">Whether a person looks at what comes of it.</param>
    /// <param name="mayBeSaved">Whether the loop may save what it has read: <see cref="KeyedRead.IsRowByKey"/>.</param>
    /// <param name="cancellationToken">To give up.</param>
    public static async Task<string?> RefusalAsync(ElementLoop loop, ExpressionSyntax read, Document document, bool isReviewed, bool mayBeSaved, CancellationToken cancellationToken)
    {
        if (!LoopSyntax.HasRoom(loop.Statement))
            return "there is no place before the loop for a statement";

        if (read.Parent is ExpressionStatementSyntax)
            return "what was read is not used";

        // A lambda that is not awaited makes a task for each element.
        if (loop.Turn is LambdaExpressionSyntax && loop.Scope.Model.GetTypeInfo(read, cancellationToken).Type is { Name: "Task" or "ValueTask" })
            return "the task is not awaited where it is made";

        if (ChangedBefore(loop, read, document, cancellationToken) is { } changed)
            return $"'{changed.Name}' changes in the loop";

        return await DisturbanceAsync(loop, document, isReviewed, mayBeSaved, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>What of the loop could change the rows between two reads; null when nothing can.</summary>
    /// <inheritdoc cref="RefusalAsync" path="/param"/>
    public static async Task<string?> DisturbanceAsync(ElementLoop loop, Document document, bool isReviewed, bool mayBeSaved, CancellationToken cancellationToken)
    {
        var code = loop.Turn is LambdaExpressionSyntax ? loop.Statement : loop.Body;
        var disturbance = await new LoopEffects(document.Project.Solution, isReviewed).DisturbanceAsync(code, loop.Scope.Model, cancellationToken).ConfigureAwait(false);
        return disturbance is not null && isReviewed && mayBeSaved
            ? await new LoopEffects(document.Project.Solution, isReviewed) { TrustsSaves = true }.DisturbanceAsync(code, loop.Scope.Model, cancellationToken).ConfigureAwait(false)
            : disturbance;
    }

    // !seen.Contains(c.Id) of a query, and seen.Add(customer.Id) behind it: before the loop, nothing has been seen. What the query says of its own rows is the database's business.
    private static ISymbol? ChangedBefore(ElementLoop loop, ExpressionSyntax read, Document document, CancellationToken cancellationToken)
    {
        var model = loop.Scope.Model;
        if (model.GetOperation(read, cancellationToken) is not { } asked || model.GetOperation(loop.Turn, cancellationToken) is not { } turn)
            return null;

        var touched = AnalysisSession.For(model.Compilation, document.Project.AnalyzerOptions, cancellationToken).Touched;
        var written = touched.Of(turn, o => o.Syntax == read, cancellationToken).Written;
        // A condition that is known only in the loop stays there, and all that the batch does is to read more.
        return LoopSyntax.TestsBefore(read, loop.Turn).Where(t => loop.Values.TextOf(t) is not null).Select(t => model.GetOperation(t, cancellationToken)).OfType<IOperation>().Prepend(asked)
            .SelectMany(o => ReadFor(o, loop, touched, cancellationToken))
            .FirstOrDefault(s => written.Contains(s) && !ReadScope.IsDeclaredIn(s, loop.Turn));
    }

    // var key = e.Current; the read looks at what its locals are made of.
    private static HashSet<ISymbol> ReadFor(IOperation operation, ElementLoop loop, TouchedState touched, CancellationToken cancellationToken)
    {
        var read = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        var pending = new Queue<IOperation>([operation]);
        while (pending.Count > 0)
        {
            foreach (var symbol in touched.Of(pending.Dequeue(), _ => false, cancellationToken).Read.Where(read.Add))
            {
                // A local of a method that is called may stand in another file.
                if (symbol is ILocalSymbol { DeclaringSyntaxReferences: [var declared] } && ReadScope.IsDeclaredIn(symbol, loop.Turn)
                    && declared.GetSyntax(cancellationToken) is VariableDeclaratorSyntax { Initializer.Value: var value } && loop.Scope.Model.GetOperation(value, cancellationToken) is { } made)
                {
                    pending.Enqueue(made);
                }
            }
        }

        return read;
    }

    /// <summary>Whether what is read may be put into the collections that the inner loops go over, as a context does with what it tracks.</summary>
    public static bool FillsInnerLoops(KeyedRead read, ElementLoop loop, Compilation compilation) => loop.Outer is not null && read.IsOfRows && !read.IsUntracked &&
        read.Included(compilation).Prepend(read.Entity).Contains(loop.ElementType, SymbolEqualityComparer.Default);

    /// <summary>Why what is read ahead, for elements that the loop may never reach, would be noticed; null when it would not.</summary>
    public static string? ReadAheadRefusal(ElementLoop loop, LoopSource source, KeyedRead read)
    {
        if (!loop.EndsEarly)
            return null;

        var isUntracked = !read.IsOfRows && (read.Projection is null || read.IsAggregate || read.Result.IsValueType || read.Result.SpecialType == SpecialType.System_String)
            || read.IsUntracked;
        return isUntracked && source.Declaration is null && (loop.ElementType.IsValueType || loop.ElementType.NullableAnnotation == NullableAnnotation.NotAnnotated)
            ? null
            : "the loop may end before its last element";
    }
}
