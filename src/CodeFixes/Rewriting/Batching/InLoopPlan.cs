using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using PerfAnalyzers.CodeFixes.Rewriting.Loops;
using PerfAnalyzers.CodeFixes.Rewriting.Queries;

namespace PerfAnalyzers.CodeFixes.Rewriting.Batching;

/// <summary>A read that stands in the loop itself: one query before the loop, a look-up where the read was.</summary>
internal static class InLoopPlan
{
    public static async Task<Planned<Rewrite>> TryAsync(FixRequest request, InvocationExpressionSyntax call, CancellationToken cancellationToken)
    {
        var (document, root, model, _) = request;
        call = QueryApis.GoneThrough(call, model) ?? call;

        if (ElementLoop.Around(call, model, request.IsReviewed, mayBeNested: true) is { Value: var loop, Refusal: var noLoop } && loop is null)
            return new Refused(noLoop!);

        if (new KeyedReadReader(loop!.Scope, call, request.IsReviewed).Read() is { Value: var read, Refusal: var noRead } && read is null)
            return new Refused(noRead!);

        if (LoopPreconditions.FillsInnerLoops(read!, loop, model.Compilation))
            return NestedLoops.Refused;

        if (await LoopPreconditions.RefusalAsync(loop, read.Whole, document, request.IsReviewed, read.IsRowByKey, cancellationToken).ConfigureAwait(false) is { } refusal)
            return new Refused(refusal);

        if (((read.IsUntracked && read.IsOfRows) || (read.Projection is not null && !read.IsAggregate))
            && SharedRows.Refusal(read.IsOfRows ? read.Included(model.Compilation).Prepend(read.Entity) : [read.Result], loop, read.Whole, AnalysisSession.For(model.Compilation, document.Project.AnalyzerOptions, cancellationToken), cancellationToken) is { } shared)
        {
            return new Refused(shared);
        }

        if (await Batch.OfAsync(read, model, document, request.IsReviewed, cancellationToken).ConfigureAwait(false) is { Value: var batch, Refusal: var noBatch } && batch is null)
            return new Refused(noBatch!);

        // The database compares what is stored, memory what the entity holds: they differ between an assignment and its saving.
        if (read.IsOfRows && loop.Statement.FirstAncestorOrSelf<MemberDeclarationSyntax>() is { } member && Assignments.In(member, model) is var assigned
            && (assigned.Contains(batch!.Column) || (read.Second is { } other && assigned.Contains(other.Column))))
            return new Refused($"'{batch.KeyName}' is assigned here and may not be saved yet");

        var text = await document.GetTextAsync(cancellationToken).ConfigureAwait(false);
        var position = loop.Statement.SpanStart;
        var layout = new Layout(text, loop.Statement);
        var names = new Names(loop.Statement.FirstAncestorOrSelf<MemberDeclarationSyntax>(member => member is not GlobalStatementSyntax) ?? root, model, position);

        if (LoopSource.Of(loop, read.IsAsync, names) is { Value: var source, Refusal: var noSource } && source is null)
            return new Refused(noSource!);

        if (!request.IsReviewed && LoopPreconditions.ReadAheadRefusal(loop, source!, read) is { } noticed)
            return new Refused(noticed);

        if (KeyList.Of(loop, source!, read.Key, names, needsReadOnlyCollection: false, batch.CopiesArrays, request.IsReviewed) is { Value: var keys, Refusal: var noKeys } && keys is null)
            return new Refused(noKeys!);

        KeyList? others = null;
        if (read.Second is { } second)
        {
            if (KeyList.Of(loop, source!, second.Key, names, needsReadOnlyCollection: false, batch.CopiesArrays, request.IsReviewed) is { Value: var more, Refusal: var noMore } && more is null)
                return new Refused(noMore!);

            others = more;
        }

        var code = new BatchCode(batch, names, layout, model, position);
        var query = code.Statements(keys!.Name, others: others?.Name).ToList();
        var edits = new Edits();
        edits.Add(document.Id, layout.Before([.. new[] { source!.Declaration, keys.Declaration, others?.Declaration }.OfType<string>(), .. query]));

        if (source.Declaration is not null)
            edits.Add(document.Id, new TextChange(loop.Source.Span, source.Elements));

        edits.Replace(document.Id, read.Whole, batch.LookUp(code.Rows, code.Tracked, read.KeyText, names), isPrimary: read.Kind != ReadKind.Find);
        edits.Add(document.Id, UsingDirectives.Missing(model, position, text, layout.NewLine, [.. batch.Namespaces, "System.Collections.Generic", "System.Linq"]));
        return edits.ToRewrite("Load the rows of all elements before the loop");
    }
}
