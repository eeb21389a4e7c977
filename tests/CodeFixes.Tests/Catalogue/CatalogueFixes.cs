using Microsoft.CodeAnalysis;

namespace PerfAnalyzers.CodeFixes.Tests.Catalogue;

/// <summary>The programs of a catalogue with their fixes applied: every program has a file of its own, so that each is fixed by itself.</summary>
internal static class CatalogueFixes
{
    /// <summary>The changed solution, and why a program could not be fixed when it could not.</summary>
    /// <param name="original">The programs, <c>Case0.cs</c> and so on.</param>
    /// <param name="reported">What is reported in them. The first one of each file is fixed.</param>
    /// <param name="count">How many there are.</param>
    /// <param name="fixOf">The fix for a program; null when there is none to be had.</param>
    public static async Task<(Solution Changed, IReadOnlyDictionary<int, string> Refusals)> ApplyAsync(Solution original, IReadOnlyList<Diagnostic> reported, int count, Func<int, PerfCodeFix?> fixOf)
    {
        var solution = original;
        var refusals = new Dictionary<int, string>();
        for (var number = 0; number < count; number++)
        {
            var document = original.Projects.Single().Documents.Single(d => d.Name == $"Case{number}.cs");
            if (fixOf(number) is not { } fix || reported.FirstOrDefault(d => d.Location.GetLineSpan().Path == document.FilePath && fix.FixableDiagnosticIds.Contains(d.Id)) is not { } diagnostic)
                continue;

            var finding = await FindingIn(document, diagnostic);
            var planned = await fix.PlanAsync((await FixRequest.CreateAsync(document, finding, default))!, default);
            if (planned.Value is { } rewrite)
                solution = solution.WithDocumentText(document.Id, await (await rewrite.ApplyAsync(original, default)).GetDocument(document.Id)!.GetTextAsync());
            else
                refusals.Add(number, planned.Refusal!);
        }

        return (solution, refusals);
    }

    // The same finding, on the trees of this solution.
    private static async Task<Diagnostic> FindingIn(Document document, Diagnostic diagnostic)
    {
        var tree = (await document.GetSyntaxTreeAsync())!;
        return Diagnostic.Create(
            diagnostic.Descriptor, Location.Create(tree, diagnostic.Location.SourceSpan),
            diagnostic.AdditionalLocations.Where(l => l.SourceTree?.FilePath == tree.FilePath).Select(l => Location.Create(tree, l.SourceSpan)), diagnostic.Properties);
    }
}
