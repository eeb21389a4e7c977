using PerfAnalyzers.Corpus.Loading;
using PerfAnalyzers.Corpus.Volume;

namespace PerfAnalyzers.Corpus.Analyzing;

/// <summary>Analyses everything in a repository, tests included, and tells what threw and what did not come back.</summary>
/// <param name="checkouts">Where the trees are.</param>
/// <param name="analyzers">Who must not crash.</param>
/// <param name="libraries">What everything is compiled against.</param>
/// <param name="timeout">After how long a project hangs.</param>
internal sealed class CrashRun(string checkouts, AnalyzerSet analyzers, ReferenceLibraries libraries, TimeSpan timeout)
{
    /// <summary>What went wrong, a line each.</summary>
    public async Task<IReadOnlyList<string>> ProblemsAsync(PinnedRepository repository, ReferenceMode mode, CancellationToken cancellationToken)
    {
        if (CheckedOutTree.Find(checkouts, repository.Name, repository.Commit) is not { } tree)
            return [$"{repository.Name}: not checked out at {repository.Commit}"];

        var problems = new List<string>();
        var compilations = new TreeCompilations(tree, libraries, new ParsedFiles(), mode, analyzers.Generators);
        foreach (var path in tree.ProjectPaths)
        {
            if (compilations.Load(path) is not { } project)
                continue;

            // An analyzer that spins does not look at the token, so it is waited for and then left behind.
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            var analysis = Task.Run(() => new ProjectAnalysis(project, analyzers.Analyzers, compilations.Facts, concurrent: true).OfAllAsync(patience.Token), cancellationToken);
            if (await Task.WhenAny(analysis, Task.Delay(timeout, cancellationToken)) == analysis)
            {
                problems.AddRange((await analysis).Where(r => r.Rule == Report.Crash).Select(r => $"{repository.Name} {mode} {path}: {r.Message}"));
            }
            else
            {
                problems.Add($"{repository.Name} {mode} {path}: still running after {timeout.TotalSeconds} s");
                await patience.CancelAsync();
            }
        }

        return problems;
    }
}
