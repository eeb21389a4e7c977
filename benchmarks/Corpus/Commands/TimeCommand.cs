using System.CommandLine;
using PerfAnalyzers.Corpus.Analyzing;
using PerfAnalyzers.Corpus.Loading;
using PerfAnalyzers.Corpus.Timing;
using PerfAnalyzers.Corpus.Volume;
using Spectre.Console;

namespace PerfAnalyzers.Corpus.Commands;

/// <summary><c>time</c>: what analysing costs beside compiling.</summary>
internal static class TimeCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        var with = new Option<FileInfo[]>("--with") { Description = "Other analyzer DLLs to time beside ours.", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [] };
        var runs = new Option<int>("--runs") { Description = "How often; the best counts.", DefaultValueFactory = _ => 3 };
        var list = Arguments.List();
        var only = Arguments.Repository();
        var checkouts = Arguments.Checkouts();
        var libraries = Arguments.Libraries();
        var analyzers = Arguments.Analyzers();
        var mode = Arguments.Mode(ReferenceMode.Metadata);
        var output = Arguments.Out();
        var command = new Command("time", "Wall time, Roslyn's execution time and allocations, beside compiling alone.")
        {
            checkouts, list, only, mode, libraries, analyzers, with, runs, output,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var ours = AnalyzerSet.Ours(parsed.GetValue(analyzers)?.FullName);
            var dlls = ReferenceLibraries.Load(parsed.GetValue(libraries)?.FullName);
            AnalyzerSet[] sets = [TimeRun.Floor, ours, .. parsed.GetValue(with)!.Select(f => AnalyzerSet.Load(f.FullName))];
            var rows = new List<Timed>();
            foreach (var repository in Arguments.Pinned(parsed.GetValue(list)!, parsed.GetValue(only)!))
            {
                if (CheckedOutTree.Find(parsed.GetValue(checkouts)!.FullName, repository.Name, repository.Commit) is not { } tree)
                {
                    Terminal.Error($"{repository.Name}: not checked out at {repository.Commit}");
                    continue;
                }

                var load = Loader(tree, dlls, parsed.GetValue(mode), ours);
                rows.AddRange(await TimeRun.MeasureAsync(repository.Name, load, sets, parsed.GetValue(runs), cancellationToken));
                if (parsed.GetValue(output) is { } results)
                    JsonLines.Write(results.FullName, rows);
            }

            Show(rows);

            return 0;
        });
        return command;
    }

    // Fresh compilations each time, so that no run finds bound what another has bound; only the parsed files are the same.
    private static Func<IReadOnlyList<LoadedProject>> Loader(CheckedOutTree tree, ReferenceLibraries libraries, ReferenceMode mode, AnalyzerSet ours)
    {
        var parsed = new ParsedFiles();
        if (mode is ReferenceMode.References or ReferenceMode.Solution)
            return () => Measured(tree, new(tree, libraries, parsed, mode, ours.Generators));

        // An image holds nothing that could be warm: it is made once.
        var once = Measured(tree, new(tree, libraries, parsed, mode, ours.Generators));
        return () => [.. once.Select(p => p with { Compilation = p.Compilation.Clone() })];
    }

    private static List<LoadedProject> Measured(CheckedOutTree tree, TreeCompilations compilations) =>
        [.. tree.ProjectPaths.Where(MeasuredCode.IsMeasuredProject).Select(compilations.Load).OfType<LoadedProject>()];

    private static void Show(IEnumerable<Timed> rows)
    {
        var table = Terminal.Table("repository", "analyzers", "wall s", "x compile", "cpu s", "x compile", "inside analyzers s", "MB allocated");
        foreach (var row in rows)
        {
            table.AddRow(
                row.Repository, row.Who, Terminal.Number(row.Seconds, 2), Terminal.Number(row.Ratio, 2),
                Terminal.Number(row.CpuSeconds, 2), Terminal.Number(row.CpuRatio, 2), Terminal.Number(row.ExecutionSeconds, 2), Terminal.Number(row.Megabytes, 0));
        }

        Terminal.Output().Write(table);
    }
}
