using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using PerfAnalyzers.Corpus.Analyzing;
using PerfAnalyzers.Corpus.Loading;
using PerfAnalyzers.Corpus.Volume;

namespace PerfAnalyzers.Corpus.Fixing;

/// <summary>
/// Applies the fixes of the rules about threads that wait to a whole product, one on top of the other, until none is offered any more, and
/// compiles all of its projects, tests included, before and after.
/// </summary>
/// <param name="checkouts">Where the trees are.</param>
/// <param name="analyzers">Who reports.</param>
/// <param name="libraries">What everything is compiled against.</param>
internal sealed class ChainRun(string checkouts, AnalyzerSet analyzers, ReferenceLibraries libraries)
{
    private readonly FixSet _fixes = new();

    /// <summary>What became of each finding, the files that changed with their text, and the compiler errors that are new; null without a tree.</summary>
    public async Task<(IReadOnlyList<ChainOutcome> Outcomes, IReadOnlyDictionary<string, string> Changed, IReadOnlyList<string> NewErrors)?> OfAsync(
        PinnedRepository repository, Action<ChainOutcome> tell, CancellationToken cancellationToken)
    {
        if (CheckedOutTree.Find(checkouts, repository.Name, repository.Commit) is not { } tree)
            return null;

        var before = TreeSolution.Of(new(tree, libraries, new ParsedFiles(), ReferenceMode.References, []));
        var after = before;
        var outcomes = new List<ChainOutcome>();
        foreach (var id in before.GetProjectDependencyGraph().GetTopologicallySortedProjects(cancellationToken).Where(id => MeasuredCode.IsMeasuredProject(tree.PathOf(before.GetProject(id)!.FilePath!))))
            after = await FixAsync(repository.Name, tree, after, id, outcome => { outcomes.Add(outcome); tell(outcome); }, cancellationToken);

        var changed = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var document in after.GetChanges(before).GetProjectChanges().SelectMany(p => p.GetChangedDocuments()))
            changed[tree.PathOf(after.GetDocument(document)!.FilePath!)] = (await after.GetDocument(document)!.GetTextAsync(cancellationToken)).ToString();

        return (outcomes, changed, await NewErrorsAsync(before, after, cancellationToken));
    }

    private async Task<Solution> FixAsync(string repository, CheckedOutTree tree, Solution solution, ProjectId id, Action<ChainOutcome> tell, CancellationToken cancellationToken)
    {
        // A line may move; what was said of it stays.
        var refused = new HashSet<string>(StringComparer.Ordinal);
        while (true)
        {
            var isChanged = false;
            foreach (var finding in await FindingsAsync(solution.GetProject(id)!, cancellationToken))
            {
                var (report, document) = (Report.Of(tree, finding), solution.GetDocument(finding.Location.SourceTree));
                var line = (await finding.Location.SourceTree!.GetTextAsync(cancellationToken)).Lines[report.Line - 1].ToString();
                if (document is null || !MeasuredCode.IsMeasured(report.File) || refused.Contains($"{report.File}\n{report.Rule}\n{line}\n{report.Message}"))
                    continue;

                var (rewrite, refusal) = await _fixes.PlanAsync(document, finding, cancellationToken);
                tell(new(repository, report.File, report.Line, report.Rule, report.Severity, rewrite?.Title, refusal));
                if (rewrite is null)
                {
                    refused.Add($"{report.File}\n{report.Rule}\n{line}\n{report.Message}");
                    continue;
                }

                solution = await rewrite.ApplyAsync(solution, cancellationToken);
                isChanged = true;
                break;
            }

            if (!isChanged)
                return solution;
        }
    }

    private async Task<List<Diagnostic>> FindingsAsync(Project project, CancellationToken cancellationToken)
    {
        var analysis = (await project.GetCompilationAsync(cancellationToken))!.WithAnalyzers(analyzers.Analyzers, project.AnalyzerOptions);
        return
        [
            .. (await analysis.GetAnalyzerDiagnosticsAsync(cancellationToken)).Where(d => d.Severity >= DiagnosticSeverity.Info)
                .OrderBy(d => d.Location.SourceTree?.FilePath, StringComparer.Ordinal).ThenBy(d => d.Location.SourceSpan.Start),
        ];
    }

    private static async Task<IReadOnlyList<string>> NewErrorsAsync(Solution before, Solution after, CancellationToken cancellationToken)
    {
        var errors = new List<string>();
        foreach (var id in before.ProjectIds)
        {
            var known = (await ErrorsAsync(before, id, cancellationToken)).ToLookup(e => e);
            errors.AddRange((await ErrorsAsync(after, id, cancellationToken)).GroupBy(e => e).Where(g => g.Count() > known[g.Key].Count()).Select(g => g.Key));
        }

        return errors;
    }

    private static async Task<IEnumerable<string>> ErrorsAsync(Solution solution, ProjectId id, CancellationToken cancellationToken) =>
        from diagnostic in (await solution.GetProject(id)!.GetCompilationAsync(cancellationToken))!.GetDiagnostics(cancellationToken)
        where diagnostic.Severity == DiagnosticSeverity.Error
        select $"{Path.GetFileName(diagnostic.Location.SourceTree?.FilePath)}: {diagnostic.Id} {diagnostic.GetMessage(CultureInfo.InvariantCulture)}";
}
