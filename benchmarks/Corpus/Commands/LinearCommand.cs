using System.CommandLine;
using Microsoft.CodeAnalysis;
using PerfAnalyzers.Corpus.Analyzing;
using PerfAnalyzers.Corpus.Loading;
using PerfAnalyzers.Corpus.Timing;
using Spectre.Console;

namespace PerfAnalyzers.Corpus.Commands;

/// <summary><c>linear</c>: whether twice the program takes twice the time.</summary>
internal static class LinearCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        var size = new Option<int>("--size") { Description = "Features of the smaller program.", DefaultValueFactory = _ => 300 };
        var runs = new Option<int>("--runs") { Description = "How often; the best counts.", DefaultValueFactory = _ => 3 };
        var libraries = new Option<DirectoryInfo>("--libraries") { Description = "A folder of library DLLs with EF Core among them.", Required = true };
        var analyzers = Arguments.Analyzers();
        var output = Arguments.Out();
        var command = new Command("linear", "Times a generated program of n and of 2n features.") { size, runs, libraries, analyzers, output };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var ours = AnalyzerSet.Ours(parsed.GetValue(analyzers)?.FullName);
            var dlls = ReferenceLibraries.Load(parsed.GetValue(libraries)!.FullName);
            var n = parsed.GetValue(size);
            var rows = new List<Timed>();
            // The runtime optimises what runs often: unless it has before, the smaller program pays for that and looks slow.
            await MeasureAsync(2 * n, 1);
            foreach (var features in new[] { n, 2 * n })
            {
                var program = SyntheticProgram.Of(features, dlls);
                var reports = await new ProjectAnalysis(program, ours.Analyzers, null, concurrent: true).OfAllAsync(cancellationToken);
                Terminal.Output().WriteLine($"{features} features: {reports.Count} reports, {Errors(program)} compile errors");
                rows.AddRange(await MeasureAsync(features, parsed.GetValue(runs)));
            }

            Show(rows);
            if (parsed.GetValue(output) is { } results)
                JsonLines.Write(results.FullName, rows);

            return 0;

            Task<IReadOnlyList<Timed>> MeasureAsync(int features, int times)
            {
                var program = SyntheticProgram.Of(features, dlls);
                return TimeRun.MeasureAsync(
                    $"{features} features", () => [program with { Compilation = program.Compilation.Clone() }], [TimeRun.Floor, ours], times, cancellationToken);
            }
        });
        return command;
    }

    // A program that does not bind would be analysed in no time.
    private static int Errors(LoadedProject program) => program.Compilation.Clone().GetDiagnostics().Count(d => d.Severity == DiagnosticSeverity.Error);

    private static void Show(List<Timed> rows)
    {
        var table = Terminal.Table("analyzers", "n wall s", "2n wall s", "ratio", "n cpu s", "2n cpu s", "ratio", "n MB", "2n MB", "ratio");
        foreach (var pair in rows.GroupBy(r => r.Who))
        {
            var (small, large) = (pair.First(), pair.Last());
            table.AddRow(
                pair.Key, Terminal.Number(small.Seconds, 2), Terminal.Number(large.Seconds, 2), Terminal.Number(large.Seconds / small.Seconds, 2),
                Terminal.Number(small.CpuSeconds, 2), Terminal.Number(large.CpuSeconds, 2), Terminal.Number(large.CpuSeconds / small.CpuSeconds, 2),
                Terminal.Number(small.Megabytes, 0), Terminal.Number(large.Megabytes, 0), Terminal.Number(large.Megabytes / small.Megabytes, 2));
        }

        Terminal.Output().Write(table);
    }
}
