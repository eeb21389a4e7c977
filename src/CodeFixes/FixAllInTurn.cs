using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Text;

namespace PerfAnalyzers.CodeFixes;

/// <summary>
/// Fix All that applies one rewrite after the other, each planned on the outcome of the ones before: two loops of one method need
/// different names, and two loops over one repository method need its plural only once. Merging independent changes gives neither.
/// </summary>
internal sealed class FixAllInTurn(PerfCodeFix fix) : FixAllProvider
{
    public override IEnumerable<FixAllScope> GetSupportedFixAllScopes() => [FixAllScope.Document, FixAllScope.Project, FixAllScope.Solution];

    public override async Task<CodeAction?> GetFixAsync(FixAllContext fixAllContext)
    {
        var places = await PlacesAsync(fixAllContext).ConfigureAwait(false);
        return places.IsEmpty ? null : CodeAction.Create(
            "Fix all",
            cancellationToken => FixAsync(fixAllContext.Solution, places, cancellationToken),
            fixAllContext.CodeActionEquivalenceKey);
    }

    private async Task<Solution> FixAsync(Solution solution, ImmutableArray<(DocumentId Document, TextSpan Span)> places, CancellationToken cancellationToken)
    {
        var left = new Queue<(DocumentId Document, TextSpan Span)>(places);

        while (left.Count > 0)
        {
            var (id, span) = left.Dequeue();

            if (solution.GetDocument(id) is not { } document
                || await FixRequest.CreateAsync(document, span, cancellationToken).ConfigureAwait(false) is not { } request
                || await fix.RewriteAsync(request, cancellationToken).ConfigureAwait(false) is not { } rewrite)
            {
                continue;
            }

            solution = await rewrite.ApplyAsync(solution, cancellationToken).ConfigureAwait(false);
            left = new(left.Select(place => (place.Document, Span: After(rewrite, place))).Where(place => place.Span is not null)
                .Select(place => (place.Document, place.Span!.Value)));
        }

        return solution;
    }

    /// <summary>Where the place is after the rewrite; null when the rewrite replaced it.</summary>
    private static TextSpan? After(Rewrite rewrite, (DocumentId Document, TextSpan Span) place)
    {
        if (!rewrite.Edits.TryGetValue(place.Document, out var edits))
            return place.Span;

        var shift = 0;

        foreach (var edit in edits)
        {
            if (edit.Span.Length > 0 && edit.Span.OverlapsWith(place.Span))
                return null;

            if (edit.Span.End <= place.Span.Start)
                shift += edit.NewText!.Length - edit.Span.Length;
        }

        return new(place.Span.Start + shift, place.Span.Length);
    }

    private static async Task<ImmutableArray<(DocumentId Document, TextSpan Span)>> PlacesAsync(FixAllContext context)
    {
        var solution = context.Solution;
        var diagnostics = new List<Diagnostic>();

        if (context is { Scope: FixAllScope.Document, Document: { } document })
        {
            diagnostics.AddRange(await context.GetDocumentDiagnosticsAsync(document).ConfigureAwait(false));
        }
        else
        {
            foreach (var project in context.Scope == FixAllScope.Solution ? solution.Projects : [context.Project])
                diagnostics.AddRange(await context.GetAllDiagnosticsAsync(project).ConfigureAwait(false));
        }

        // A file that several projects or target frameworks share is reported by each and fixed once.
        return
        [
            .. diagnostics
                .Select(diagnostic => (Document: solution.GetDocument(diagnostic.Location.SourceTree), diagnostic.Location.SourceSpan))
                .Where(place => place.Document is not null)
                .GroupBy(place => (place.Document!.FilePath ?? place.Document.Id.ToString(), place.SourceSpan))
                .Select(group => group.First())
                .OrderBy(place => place.Document!.FilePath, StringComparer.Ordinal).ThenBy(place => place.SourceSpan.Start)
                .Select(place => (place.Document!.Id, place.SourceSpan)),
        ];
    }
}
