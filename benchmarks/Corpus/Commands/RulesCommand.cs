using System.CommandLine;
using Microsoft.CodeAnalysis.Diagnostics;
using PerfAnalyzers.Corpus.Analyzing;
using PerfAnalyzers.Corpus.Loading;
using PerfAnalyzers.Corpus.Timing;
using Spectre.Console;

namespace PerfAnalyzers.Corpus.Commands;

/// <summary><c>rules</c>: in which of our rules the time goes.</summary>
internal static class RulesCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        var runs = new Option<int>("--runs") { Description = "How often; the last counts.", DefaultValueFactory = _ => 2 };
        var list = Arguments.List();
        var only = Arguments.Repository();
        var checkouts = Arguments.Checkouts();
        var libraries = Arguments.Libraries();
        var analyzers = Arguments.Analyzers();
        var mode = Arguments.Mode(ReferenceMode.Metadata);
        var command = new Command("rules", "Roslyn's execution time of each rule. Answers that rules share are on the bill of the first that asks.")
        {
            checkouts, list, only, mode, libraries, analyzers, runs,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var ours = AnalyzerSet.Ours(parsed.GetValue(analyzers)?.FullName);
            var dlls = ReferenceLibraries.Load(parsed.GetValue(libraries)?.FullName);
            foreach (var repository in Arguments.Pinned(parsed.GetValue(list)!, parsed.GetValue(only)!))
            {
                if (CheckedOutTree.Find(parsed.GetValue(checkouts)!.FullName, repository.Name, repository.Commit) is not { } tree)
                    continue;

                var load = MeasuredProjects.Loader(tree, dlls, parsed.GetValue(mode), ours);
                IReadOnlyDictionary<DiagnosticAnalyzer, TimeSpan> times = new Dictionary<DiagnosticAnalyzer, TimeSpan>();
                for (var run = 0; run < parsed.GetValue(runs); run++)
                    times = await TimeRun.ExecutionTimesAsync(load(), ours.Analyzers, null, cancellationToken);

                Show(repository.Name, times);
            }

            return 0;
        });
        return command;
    }

    private static void Show(string repository, IReadOnlyDictionary<DiagnosticAnalyzer, TimeSpan> times)
    {
        var table = Terminal.Table(repository, "ms");
        foreach (var (analyzer, time) in times.OrderByDescending(t => t.Value))
            table.AddRow(analyzer.GetType().Name, Terminal.Number(time.TotalMilliseconds, 0));

        Terminal.Output().Write(table);
    }
}
