using PerfAnalyzers.Corpus.Analyzing;
using PerfAnalyzers.Corpus.Loading;
using PerfAnalyzers.Corpus.Volume;

namespace PerfAnalyzers.Corpus.Timing;

/// <summary>The projects of a tree whose code counts, as often as they are wanted with nothing bound.</summary>
internal static class MeasuredProjects
{
    /// <summary>Makes them: fresh compilations each time, so that no run finds bound what another has bound; only the parsed files are the same.</summary>
    public static Func<IReadOnlyList<LoadedProject>> Loader(CheckedOutTree tree, ReferenceLibraries libraries, ReferenceMode mode, AnalyzerSet ours)
    {
        var parsed = new ParsedFiles();
        if (mode is ReferenceMode.References or ReferenceMode.Solution)
            return () => Of(tree, new(tree, libraries, parsed, mode, ours.Generators));

        // An image holds nothing that could be warm: it is made once.
        var once = Of(tree, new(tree, libraries, parsed, mode, ours.Generators));
        return () => [.. once.Select(p => p with { Compilation = p.Compilation.Clone() })];
    }

    private static List<LoadedProject> Of(CheckedOutTree tree, TreeCompilations compilations) =>
        [.. tree.ProjectPaths.Where(MeasuredCode.IsMeasuredProject).Select(compilations.Load).OfType<LoadedProject>()];
}
