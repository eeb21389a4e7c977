using System.CommandLine;
using PerfAnalyzers.Corpus.Analyzing;
using PerfAnalyzers.Corpus.Loading;
using PerfAnalyzers.Corpus.Timing;
using Spectre.Console;

namespace PerfAnalyzers.Corpus.Commands;

/// <summary><c>time</c>: what analysing costs beside compiling.</summary>
internal static class TimeCommand
{
    // The analyzers that the SDK brings: every build runs them, whatever it installs.
    private const string Sdk = "Microsoft.CodeAnalysis.NetAnalyzers";

    /// <summary>The command.</summary>
    public static Command Create()
    {
        var with = new Option<FileInfo[]>("--with") { Description = "Other analyzer DLLs to time beside ours.", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [] };
        var peers = Arguments.Peers();
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
            checkouts, list, only, mode, libraries, analyzers, with, peers, runs, output,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var ours = AnalyzerSet.Ours(parsed.GetValue(analyzers)?.FullName);
            var dlls = ReferenceLibraries.Load(parsed.GetValue(libraries)?.FullName);
            var rules = ours with { Generators = [] };
            var packages = Arguments.Packages(parsed.GetValue(peers)).ToList();
            AnalyzerSet[] sets =
            [
                TimeRun.Floor, .. TimeRun.PartsOf(ours), .. parsed.GetValue(with)!.SelectMany(f => TimeRun.PartsOf(AnalyzerSet.Load(f.FullName))),
                .. packages.SelectMany(p => p.Name == Sdk ? [p, p.And(rules)] : new[] { p }),
            ];
            var rows = new List<Timed>();
            foreach (var repository in Arguments.Pinned(parsed.GetValue(list)!, parsed.GetValue(only)!))
            {
                if (CheckedOutTree.Find(parsed.GetValue(checkouts)!.FullName, repository.Name, repository.Commit) is not { } tree)
                {
                    Terminal.Error($"{repository.Name}: not checked out at {repository.Commit}");
                    continue;
                }

                var load = MeasuredProjects.Loader(tree, dlls, parsed.GetValue(mode), ours);
                rows.AddRange(await TimeRun.MeasureAsync(repository.Name, load, sets, parsed.GetValue(runs), cancellationToken));
                if (parsed.GetValue(output) is { } results)
                    JsonLines.Write(results.FullName, rows);
            }

            Show(rows);

            return 0;
        });
        return command;
    }

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
