using Microsoft.CodeAnalysis;
using PerfAnalyzers.Corpus.Analyzing;
using PerfAnalyzers.Corpus.Loading;

namespace PerfAnalyzers.Corpus.Volume;

/// <summary>Everything that is reported in a repository's own code.</summary>
/// <param name="checkouts">Where the trees are.</param>
/// <param name="mode">What projects see of each other.</param>
/// <param name="analyzers">Who reports.</param>
/// <param name="libraries">What everything is compiled against.</param>
internal sealed class VolumeRun(string checkouts, ReferenceMode mode, AnalyzerSet analyzers, ReferenceLibraries libraries)
{
    /// <summary>The lines that count and what is reported in them, each report once, however many projects compile its file; null without a tree.</summary>
    public async Task<(int Lines, IReadOnlyList<Report> Reports)?> OfAsync(PinnedRepository repository, CancellationToken cancellationToken)
    {
        if (CheckedOutTree.Find(checkouts, repository.Name, repository.Commit) is not { } tree)
            return null;

        var compilations = new TreeCompilations(tree, libraries, new ParsedFiles(), mode, analyzers.Generators);
        var lines = new Dictionary<string, int>(StringComparer.Ordinal);
        var reports = new HashSet<Report>();
        foreach (var path in tree.ProjectPaths.Where(MeasuredCode.IsMeasuredProject))
        {
            if (compilations.Load(path) is not { } project)
                continue;

            foreach (var source in project.Compilation.SyntaxTrees.Where(t => project.File.Sources.Contains(tree.PathOf(t.FilePath))))
            {
                if (tree.PathOf(source.FilePath) is var file && MeasuredCode.IsMeasured(file))
                    lines.TryAdd(file, (await source.GetTextAsync(cancellationToken)).Lines.Count);
            }

            var analysis = new ProjectAnalysis(project, analyzers.Analyzers, compilations.Facts, concurrent: true);
            reports.UnionWith((await analysis.OfAllAsync(cancellationToken)).Where(r => r.Rule == Report.Crash || (IsShown(r) && MeasuredCode.IsMeasured(r.File))));
        }

        return (lines.Values.Sum(), [.. reports]);
    }

    private static bool IsShown(Report report) => report.Severity >= DiagnosticSeverity.Info;
}
