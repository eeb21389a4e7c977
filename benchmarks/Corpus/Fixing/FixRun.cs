using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using PerfAnalyzers.CodeFixes;
using PerfAnalyzers.Corpus.Analyzing;
using PerfAnalyzers.Corpus.Loading;
using PerfAnalyzers.Corpus.Sites;

namespace PerfAnalyzers.Corpus.Fixing;

/// <summary>Asks for a fix at every mined site that is reported, applies it, and compiles again.</summary>
/// <param name="checkouts">Where the trees are.</param>
/// <param name="analyzers">Who reports.</param>
/// <param name="libraries">What everything is compiled against.</param>
internal sealed class FixRun(string checkouts, AnalyzerSet analyzers, ReferenceLibraries libraries)
{
    private readonly FixSet _fixes = new();

    /// <summary>The outcomes of the sites that are reported, as they come.</summary>
    public async IAsyncEnumerable<FixOutcome> AskAsync(IEnumerable<Site> sites)
    {
        foreach (var repository in sites.Where(s => s is { Set: SiteSet.Mined or SiteSet.Drawn, InScope: true }).GroupBy(s => s.Repository).OrderBy(g => g.Key, StringComparer.Ordinal))
        {
            var parsed = new ParsedFiles();
            foreach (var commit in repository.GroupBy(s => s.Commit))
            {
                if (CheckedOutTree.Find(checkouts, repository.Key, commit.Key) is not { } tree)
                    continue;

                var compilations = new TreeCompilations(tree, libraries, parsed, ReferenceMode.References, []);
                var solution = TreeSolution.Of(compilations);
                foreach (var group in commit.GroupBy(s => tree.ProjectOf(s.File)?.Path))
                {
                    if (group.Key is null || compilations.Load(group.Key) is not { } loaded)
                        continue;

                    var project = solution.Projects.Single(p => p.FilePath == tree.FullPath(loaded.File.Path));
                    foreach (var site in group)
                    {
                        if (await OutcomeAsync(site, loaded, project) is { } outcome)
                            yield return outcome;
                    }
                }
            }
        }
    }

    private async Task<FixOutcome?> OutcomeAsync(Site site, LoadedProject loaded, Project project)
    {
        if (project.Documents.FirstOrDefault(d => d.FilePath == loaded.Tree.FullPath(site.File)) is not { } document)
            return null;

        var compilation = (await project.GetCompilationAsync())!;
        var analysis = new CompilationWithAnalyzers(compilation, analyzers.Analyzers, loaded.Options(null));
        var tree = (await document.GetSyntaxTreeAsync())!;
        var findings = await analysis.GetAnalyzerSemanticDiagnosticsAsync(analysis.Compilation.GetSemanticModel(tree), null, default);
        var byReport = findings.GroupBy(d => Report.Of(loaded.Tree, d)).ToDictionary(g => g.Key, g => g.First());
        if (SiteMatch.Of(site, byReport.Keys) is not { } report)
            return null;

        try
        {
            var (rewrite, refusal) = await _fixes.PlanAsync(document, byReport[report], default);
            return new(site, report.Rule, report.Severity, rewrite?.Title, refusal, rewrite is null ? [] : await NewErrorsAsync(project.Solution, rewrite));
        }
#pragma warning disable CA1031 // A fix that throws is what the others must not be lost for.
        catch (Exception e)
#pragma warning restore CA1031
        {
            return new(site, report.Rule, report.Severity, null, null, [e.ToString()]);
        }
    }

    private static async Task<IReadOnlyList<string>> NewErrorsAsync(Solution before, Rewrite rewrite)
    {
        var after = await rewrite.ApplyAsync(before, default);
        // Whoever sees what was changed can break by it.
        var changed = after.GetChanges(before).GetProjectChanges().Select(c => c.ProjectId).ToList();
        var affected = changed.SelectMany(id => before.GetProjectDependencyGraph().GetProjectsThatTransitivelyDependOnThisProject(id)).Concat(changed).Distinct();
        var errors = new List<string>();
        foreach (var id in affected)
        {
            var known = (await ErrorsAsync(before, id)).ToLookup(e => e);
            errors.AddRange((await ErrorsAsync(after, id)).GroupBy(e => e).Where(g => g.Count() > known[g.Key].Count()).Select(g => g.Key));
        }

        return errors;
    }

    // Without the line, which moves.
    private static async Task<IEnumerable<string>> ErrorsAsync(Solution solution, ProjectId id) =>
        from diagnostic in (await solution.GetProject(id)!.GetCompilationAsync())!.GetDiagnostics()
        where diagnostic.Severity == DiagnosticSeverity.Error
        select $"{Path.GetFileName(diagnostic.Location.SourceTree?.FilePath)}: {diagnostic.Id} {diagnostic.GetMessage(CultureInfo.InvariantCulture)}";
}
