using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using PerfAnalyzers.Corpus.Loading;

namespace PerfAnalyzers.Corpus.Volume;

/// <summary>Which places of a product we report, other packages report, or both: all analyzers in one run, over the same compilations.</summary>
/// <param name="checkouts">Where the trees are.</param>
/// <param name="ours">Our analyzers.</param>
/// <param name="theirs">Those of the other packages.</param>
/// <param name="rules">The rules of the other packages that count, on by default or not.</param>
/// <param name="libraries">What everything is compiled against.</param>
internal sealed class PeerRun(string checkouts, ImmutableArray<DiagnosticAnalyzer> ours, ImmutableArray<DiagnosticAnalyzer> theirs, IReadOnlyCollection<string> rules, ReferenceLibraries libraries)
{
    /// <summary>The places, in the order of the files; null without a tree.</summary>
    public async Task<IReadOnlyList<PeerReport>?> OfAsync(PinnedRepository repository, CancellationToken cancellationToken)
    {
        if (CheckedOutTree.Find(checkouts, repository.Name, repository.Commit) is not { } tree)
            return null;

        var compilations = new TreeCompilations(tree, libraries, new ParsedFiles(), ReferenceMode.References, []);
        var (own, others) = (new Dictionary<(string File, int Line), DiagnosticSeverity>(), new Dictionary<(string File, int First, int Last), SortedSet<string>>());
        foreach (var path in tree.ProjectPaths.Where(MeasuredCode.IsMeasuredProject))
        {
            if (compilations.Load(path) is not { } project)
                continue;

            var options = project.Compilation.Options.WithSpecificDiagnosticOptions(rules.Select(r => KeyValuePair.Create(r, ReportDiagnostic.Warn)));
            var analysis = project.Compilation.WithOptions(options).WithAnalyzers([.. ours, .. theirs], project.Options(null));
            foreach (var diagnostic in await analysis.GetAnalyzerDiagnosticsAsync(cancellationToken))
            {
                var at = diagnostic.Location.GetLineSpan();
                if (string.IsNullOrEmpty(at.Path) || diagnostic.Severity < DiagnosticSeverity.Info || !MeasuredCode.IsMeasured(tree.PathOf(at.Path)))
                    continue;

                var file = tree.PathOf(at.Path);
                var (first, last) = (at.StartLinePosition.Line + 1, at.EndLinePosition.Line + 1);
                if (rules.Contains(diagnostic.Id))
                    Rules((file, first, last)).Add(diagnostic.Id);
                else if (ours.Any(a => a.SupportedDiagnostics.Any(d => d.Id == diagnostic.Id)))
                    own[(file, first)] = own.TryGetValue((file, first), out var known) && known > diagnostic.Severity ? known : diagnostic.Severity;
            }
        }

        return Join(repository, own, others);

        SortedSet<string> Rules((string, int, int) place) => others.TryGetValue(place, out var known) ? known : others[place] = new(StringComparer.Ordinal);
    }

    // They mark a whole expression or its last name; we mark the name. One place is where the lines meet.
    private static List<PeerReport> Join(PinnedRepository repository, Dictionary<(string File, int Line), DiagnosticSeverity> own, Dictionary<(string File, int First, int Last), SortedSet<string>> others)
    {
        var places = own.Select(o => new PeerReport(
            repository.Name, repository.Commit, o.Key.File, o.Key.Line, o.Value, [.. others.Where(t => IsAt(t.Key, o.Key)).SelectMany(t => t.Value).Distinct().Order(StringComparer.Ordinal)])).ToList();
        places.AddRange(others.Where(t => !own.Keys.Any(o => IsAt(t.Key, o))).GroupBy(t => (t.Key.File, t.Key.First))
            .Select(g => new PeerReport(repository.Name, repository.Commit, g.Key.File, g.Key.First, null, [.. g.SelectMany(t => t.Value).Distinct().Order(StringComparer.Ordinal)])));
        return [.. places.OrderBy(p => p.File, StringComparer.Ordinal).ThenBy(p => p.Line)];
    }

    private static bool IsAt((string File, int First, int Last) theirs, (string File, int Line) ours) => theirs.File == ours.File && theirs.First <= ours.Line && ours.Line <= theirs.Last;
}
