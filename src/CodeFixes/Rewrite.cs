using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace PerfAnalyzers.CodeFixes;

/// <summary>
/// A planned change: what it is called and the edits that make it. Edits are of text, so that everything they do not touch,
/// comments, layout and line endings, stays as it was.
/// </summary>
/// <param name="Title">The text of the light bulb.</param>
/// <param name="Edits">The edits of each document, none overlapping another.</param>
public sealed record Rewrite(string Title, ImmutableDictionary<DocumentId, ImmutableArray<TextChange>> Edits)
{
    internal async Task<Solution> ApplyAsync(Solution solution, CancellationToken cancellationToken)
    {
        foreach (var edits in Edits)
        {
            var text = await solution.GetDocument(edits.Key)!.GetTextAsync(cancellationToken).ConfigureAwait(false);
            solution = solution.WithDocumentText(edits.Key, text.WithChanges(edits.Value.OrderBy(edit => edit.Span.Start)));
        }

        return solution;
    }
}
