extern alias analyzers;

using System.Collections.Immutable;
using analyzers::PerfAnalyzers.Facts;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace PerfAnalyzers.Tool.Scanning;

/// <summary>
/// What all projects of a solution say, each told what the others say, also those that depend on it: a loop in one project over an
/// interface that a later project implements. Repeated until nobody says anything new.
/// </summary>
internal static class SolutionFacts
{
    /// <summary>Each round carries facts over one more inversion of a dependency; code has two or three of them on a path.</summary>
    private const int MaxRounds = 6;

    /// <summary>The text of a <c>.perffacts</c> file.</summary>
    public static string Of(IReadOnlyList<LoadedProject> projects, CancellationToken cancellation)
    {
        // A project with several target frameworks says once what it says: its first speaks.
        var speakers = projects.DistinctBy(p => p.Compilation.Assembly.Name).ToList();
        var said = new SortedDictionary<string, ImmutableArray<string>>(StringComparer.Ordinal);
        var heard = new Dictionary<LoadedProject, string>();
        for (var round = 0; round < MaxRounds; round++)
        {
            var all = FactFile.Write(said.Select(s => (s.Key, s.Value)));
            var changed = false;
            foreach (var project in speakers)
            {
                // Binding is what costs: a project is asked again only when it is told something that concerns it.
                var concerns = Concerning(project, all);
                if (heard.TryGetValue(project, out var before) && before == concerns)
                    continue;

                heard[project] = concerns;
                if (ProjectFacts.Of(project.Compilation, With(project.Options, all), cancellation) is not { } texts)
                    continue;

                var name = project.Compilation.Assembly.Name;
                changed |= !said.TryGetValue(name, out var earlier) || !earlier.SequenceEqual(texts);
                said[name] = texts;
            }

            if (!changed)
                break;
        }

        return FactFile.Write(said.Select(s => (s.Key, s.Value)));
    }

    /// <summary>A project's options, with facts in place of those of an earlier scan.</summary>
    public static AnalyzerOptions With(AnalyzerOptions options, string facts) => new(
        options.AdditionalFiles.RemoveAll(f => FactFile.Is(f.Path)).Add(new FactsText(facts)), options.AnalyzerConfigOptionsProvider);

    // Of the facts about members that the project can see, those of assemblies that it cannot.
    private static string Concerning(LoadedProject project, string all)
    {
        var inSight = project.Compilation.References.OfType<CompilationReference>().Select(r => r.Compilation.Assembly.Name)
            .Append(project.Compilation.Assembly.Name).ToHashSet(StringComparer.Ordinal);
        return string.Join('\n', FactFile.Read(SourceText.From(all))
            .Where(s => !inSight.Contains(s.Assembly))
            .SelectMany(s => s.All)
            .Where(f => DocumentationCommentId.GetFirstSymbolForDeclarationId(FactKey.Split(f.Key).Declaration, project.Compilation) is not null)
            .Select(f => FactText.Write(f))
            .Order(StringComparer.Ordinal));
    }
}
