using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace PerfAnalyzers.Facts;

/// <summary>
/// What all projects of a solution say, each told what the others say, also those that depend on it: a loop in one project over an
/// interface that a later project implements. Repeated until nobody says anything new.
/// </summary>
internal static class SolutionFacts
{
    /// <summary>Each round carries facts over one more inversion of a dependency; code has two or three of them on a path.</summary>
    private const int MaxRounds = 6;

    /// <summary>The text of a <c>.perffacts</c> file.</summary>
    public static string Of(IReadOnlyList<(Compilation Compilation, AnalyzerOptions Options)> projects, CancellationToken cancellationToken)
    {
        // A project with several target frameworks says once what it says: its first speaks.
        var speakers = projects.GroupBy(p => p.Compilation.Assembly.Name, (_, p) => p.First()).ToList();
        var said = new SortedDictionary<string, ImmutableArray<string>>(StringComparer.Ordinal);
        var heard = new Dictionary<Compilation, string>();
        for (var round = 0; round < MaxRounds; round++)
        {
            var all = FactFile.Write(said.Select(s => (s.Key, s.Value)));
            var changed = false;
            foreach (var (compilation, options) in speakers)
            {
                // Binding is what costs: a project is asked again only when it is told something that concerns it.
                var concerns = Concerning(compilation, all);
                if (heard.TryGetValue(compilation, out var before) && before == concerns)
                    continue;

                heard[compilation] = concerns;
                if (ProjectFacts.Of(compilation, With(options, all), cancellationToken) is not { } texts)
                    continue;

                var name = compilation.Assembly.Name;
                changed |= !said.TryGetValue(name, out var earlier) || !earlier.SequenceEqual(texts);
                said[name] = texts;
            }

            if (!changed)
                break;
        }

        foreach (var (compilation, options) in speakers)
        {
            var name = compilation.Assembly.Name;
            var memory = MemoryFacts.Texts(AnalysisSession.For(ProjectFacts.InOrder(compilation), options, cancellationToken), cancellationToken);
            if (!memory.IsEmpty)
                said[name] = said.TryGetValue(name, out var texts) ? texts.AddRange(memory) : memory;
        }

        return FactFile.Write(said.Select(s => (s.Key, s.Value)));
    }

    /// <summary>A project's options, with facts in place of those of an earlier scan.</summary>
    public static AnalyzerOptions With(AnalyzerOptions options, string facts) => new(
        options.AdditionalFiles.RemoveAll(f => FactFile.Is(f.Path)).Add(new FactsText(facts)), options.AnalyzerConfigOptionsProvider);

    // Of the facts about members that the project can see, those of assemblies that it cannot.
    private static string Concerning(Compilation compilation, string all)
    {
        var inSight = new HashSet<string>(
            compilation.References.OfType<CompilationReference>().Select(r => r.Compilation.Assembly.Name).Append(compilation.Assembly.Name), StringComparer.Ordinal);
        return string.Join("\n", FactFile.Read(SourceText.From(all))
            .Where(s => !inSight.Contains(s.Assembly))
            .SelectMany(s => s.All)
            .Where(f => DocumentationCommentId.GetFirstSymbolForDeclarationId(FactKey.Split(f.Key).Declaration, compilation) is not null)
            .Select(f => FactText.Write(f))
            .OrderBy(l => l, StringComparer.Ordinal));
    }
}
