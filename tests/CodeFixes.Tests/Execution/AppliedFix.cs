using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace PerfAnalyzers.CodeFixes.Tests;

/// <summary>A fix, applied to one place.</summary>
internal static class AppliedFix
{
    /// <summary>
    /// The solution after the action that is offered; null when none is. An editor tidies up what an action marks for it; ours are edits of text and mark
    /// nothing, so that the tests which execute spare themselves a quarter of their time (the tests that compare texts go the editor's way).
    /// </summary>
    public static async Task<Solution?> ApplyAsync(this PerfCodeFix fix, Document document, Diagnostic diagnostic) =>
        await FixRequest.CreateAsync(document, diagnostic, default) is { } request && (await fix.PlanAsync(request, default)).Value is { } rewrite
            ? await rewrite.ApplyAsync(document.Project.Solution, default)
            : null;

    /// <summary>
    /// The solution after a fix in each of the files that has a finding, and the text of each of them after its fix. The files do not know each other,
    /// so that all fixes are planned on one compilation.
    /// </summary>
    public static async Task<(Solution Fixed, IReadOnlyList<string?> Texts)> ApplyAllAsync(
        this PerfCodeFix fix, Solution solution, IEnumerable<Diagnostic> diagnostics, IReadOnlyList<string> files, Func<string, string>? spoil)
    {
        var first = diagnostics.GroupBy(d => Path.GetFileName(d.Location.SourceTree?.FilePath)).Where(g => g.Key is not null).ToDictionary(g => g.Key!, g => g.First());
        var documents = solution.Projects.Single().Documents.ToDictionary(d => d.Name);
        var fixedSolution = solution;
        var texts = new List<string?>();
        foreach (var file in files)
        {
            var changed = first.TryGetValue(file, out var found) ? await fix.ApplyAsync(documents[file], found) : null;
            var text = changed is null ? null : (await changed.GetDocument(documents[file].Id)!.GetTextAsync()).ToString();

            // What cannot be spoilt proves nothing.
            if (text is not null && spoil is not null)
                text = spoil(text) is var spoilt && spoilt == text ? null : spoilt;

            texts.Add(text);
            if (text is not null)
                fixedSolution = fixedSolution.WithDocumentText(documents[file].Id, SourceText.From(text));
        }

        return (fixedSolution, texts);
    }
}
