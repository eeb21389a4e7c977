using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace PerfAnalyzers.CodeFixes.Rewriting.Queries;

/// <summary>A navigation that is read and was not loaded: included where the query is written.</summary>
internal static class IncludePlan
{
    public static async Task<Planned<Rewrite>> TryAsync(FixRequest request, CancellationToken cancellationToken)
    {
        if (request.Finding is not { } finding || !finding.Properties.TryGetValue("perf.include", out var include) || include is null)
            return new Refused("the entities come from more than one query");

        var place = finding.Properties["perf.query"] == "here" ? finding.Location : finding.AdditionalLocations[0];
        if (DocumentOf(request.Document.Project.Solution, place) is not { } document || await FixRequest.CreateAsync(document, place.SourceSpan, cancellationToken).ConfigureAwait(false) is not { } query)
            return new Refused("the query is not in the solution");

        var names = include.Split('.');
        if (FoundRowPlan.At(query, cancellationToken) is { } call)
            return await FoundRowPlan.TryAsync(document, query.Model, call, names, cancellationToken).ConfigureAwait(false);

        if (QueryChain.Of(query, names[0], cancellationToken) is { Value: var chain, Refusal: var noChain } && chain is null)
            return new Refused(noChain!);

        if (QueryChain.OwnersOf(chain!.Entity, names) is not { } path)
            return new Refused("a navigation has no element type");

        var text = await document.GetTextAsync(cancellationToken).ConfigureAwait(false);
        var layout = new Layout(text, chain.Start);
        var edits = new Edits();
        edits.Add(document.Id, chain.Add(names, path, layout));
        edits.Add(document.Id, UsingDirectives.Missing(query.Model, chain.Start.SpanStart, text, layout.NewLine, chain.Namespace));
        return await CheckedAsync(document, text, edits.ToRewrite($"Include '{include}' in the query"), cancellationToken).ConfigureAwait(false);
    }

    // What is not of this compilation is known by its path.
    private static Document? DocumentOf(Solution solution, Location place) => place.SourceTree is { } tree
        ? solution.GetDocument(tree)
        : solution.GetDocumentIdsWithFilePath(place.GetLineSpan().Path).Select(solution.GetDocument).FirstOrDefault();

    /// <summary>The rewrite, where the document compiles as before. <c>var query = db.Orders; query = query.Where(...)</c>: with an Include the variable has another type.</summary>
    public static async Task<Planned<Rewrite>> CheckedAsync(Document document, SourceText text, Rewrite rewrite, CancellationToken cancellationToken)
    {
        var changed = document.WithText(text.WithChanges(rewrite.Edits[document.Id]));
        return await ErrorsAsync(changed, cancellationToken).ConfigureAwait(false) > await ErrorsAsync(document, cancellationToken).ConfigureAwait(false) ? new Refused("something relies on the exact type of the query") : rewrite;
    }

    private static async Task<int> ErrorsAsync(Document document, CancellationToken cancellationToken)
    {
        var model = await document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false);
        return model?.GetDiagnostics(cancellationToken: cancellationToken).Count(d => d.Severity == DiagnosticSeverity.Error) ?? 0;
    }
}
