using System.Collections.Concurrent;
using PerfAnalyzers.Corpus.Analyzing;
using PerfAnalyzers.Corpus.Loading;

namespace PerfAnalyzers.Corpus.Sites;

/// <summary>Asks all sites, one repository after the other, and of each tree only what the sites in it need.</summary>
/// <param name="checkouts">Where the trees are.</param>
/// <param name="mode">What projects see of each other.</param>
/// <param name="analyzers">Who is asked.</param>
/// <param name="libraries">What everything is compiled against.</param>
/// <param name="parallel">How many trees at a time.</param>
internal sealed class SiteRun(string checkouts, ReferenceMode mode, AnalyzerSet analyzers, ReferenceLibraries libraries, int parallel)
{
    private readonly ConcurrentBag<SiteOutcome> _outcomes = [];
    private readonly ConcurrentBag<string> _problems = [];

    /// <summary>Things that went wrong and are not a site's answer: crashes, trees that are missing.</summary>
    public IEnumerable<string> Problems => _problems.Order(StringComparer.Ordinal);

    /// <summary>The outcomes, in the order of sets and ids.</summary>
    public async Task<IReadOnlyList<SiteOutcome>> AskAsync(IEnumerable<Site> sites, CancellationToken cancellationToken)
    {
        foreach (var repository in sites.GroupBy(s => s.Repository).OrderBy(g => g.Key, StringComparer.Ordinal))
        {
            var parsed = new ParsedFiles();
            await Parallel.ForEachAsync(
                repository.GroupBy(s => s.Commit),
                new ParallelOptions { MaxDegreeOfParallelism = parallel, CancellationToken = cancellationToken },
                async (tree, cancelled) => await AskTreeAsync([.. tree], parsed, cancelled));
        }

        return [.. _outcomes.OrderBy(o => o.Site.Set).ThenBy(o => o.Site.Id, StringComparer.Ordinal)];
    }

    private async Task AskTreeAsync(IReadOnlyList<Site> sites, ParsedFiles parsed, CancellationToken cancellationToken)
    {
        if (CheckedOutTree.Find(checkouts, sites[0].Repository, sites[0].Commit) is not { } tree)
        {
            _problems.Add($"{sites[0].TreeName}: not checked out");
            foreach (var site in sites)
                _outcomes.Add(new(mode, site, SiteState.NotAnalysed, null, null, null));

            return;
        }

        var compilations = new TreeCompilations(tree, libraries, parsed, mode, analyzers.Generators);
        foreach (var project in sites.GroupBy(s => tree.ProjectOf(s.File)?.Path))
        {
            if (project.Key is null || compilations.Load(project.Key) is not { } loaded)
            {
                foreach (var site in project)
                {
                    _problems.Add($"{site.TreeName}: no project compiles {site.File}");
                    _outcomes.Add(new(mode, site, SiteState.NotAnalysed, null, null, null));
                }

                continue;
            }

            var analysis = new ProjectAnalysis(loaded, analyzers.Analyzers, compilations.Facts, concurrent: false);
            foreach (var file in project.GroupBy(s => s.File))
            {
                var reports = await analysis.OfFileAsync(file.Key, cancellationToken);
                foreach (var crash in reports.Where(r => r.Rule == Report.Crash))
                    _problems.Add($"{file.First().TreeName} {crash.File}: {crash.Message}");
                foreach (var site in file)
                    _outcomes.Add(Outcome(site, SiteMatch.Of(site, reports)));
            }
        }
    }

    private SiteOutcome Outcome(Site site, Report? report) => report is null
        ? new(mode, site, SiteState.Silent, null, null, null)
        : new(mode, site, SiteState.Reported, report.Severity, report.Rule, report.Message);
}
