using System.CommandLine;
using Microsoft.CodeAnalysis;
using PerfAnalyzers.Corpus.Analyzing;
using PerfAnalyzers.Corpus.Loading;
using PerfAnalyzers.Corpus.Timing;
using Spectre.Console;

namespace PerfAnalyzers.Corpus.Commands;

/// <summary><c>growth</c>: whether a line costs the same in a small program and in a large one.</summary>
internal static class GrowthCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        var lines = new Option<int[]>("--lines")
        {
            Description = "How long the generated programs are.",
            AllowMultipleArgumentsPerToken = true,
            DefaultValueFactory = _ => [10_000, 30_000, 100_000, 300_000, 1_000_000],
        };
        var runs = new Option<int>("--runs") { Description = "How often; the best counts.", DefaultValueFactory = _ => 2 };
        var libraries = new Option<DirectoryInfo>("--libraries") { Description = "A folder of library DLLs with EF Core among them.", Required = true };
        var analyzers = Arguments.Analyzers();
        var output = Arguments.Out();
        var command = new Command("growth", "Times generated programs of growing length.") { lines, runs, libraries, analyzers, output };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var ours = AnalyzerSet.Ours(parsed.GetValue(analyzers)?.FullName);
            var dlls = ReferenceLibraries.Load(parsed.GetValue(libraries)!.FullName);
            var steps = new List<GrowthStep>();
            // The runtime optimises what runs often: unless it has before, the smallest program pays for that and looks slow.
            await MeasureAsync(parsed.GetValue(lines)!.Min() * 2, 1);
            foreach (var length in parsed.GetValue(lines)!)
            {
                steps.Add(await MeasureAsync(length, parsed.GetValue(runs)));
                Terminal.Error($"{length} lines: {Terminal.Number(steps[^1].AddedPerThousand, 1)} ms added for 1,000 lines");
                if (parsed.GetValue(output) is { } results)
                    JsonLines.Write(results.FullName, steps);
            }

            Show(steps);
            return 0;

            async Task<GrowthStep> MeasureAsync(int length, int times)
            {
                var program = SyntheticProgram.OfLines(length, dlls);
                // A program that does not bind would be analysed in no time.
                if (program.Compilation.Clone().GetDeclarationDiagnostics(cancellationToken).FirstOrDefault(d => d.Severity == DiagnosticSeverity.Error) is { } error)
                    throw new InvalidOperationException($"the generated program does not compile: {error}");

                var rows = await TimeRun.MeasureAsync(
                    "generated", () => [program with { Compilation = program.Compilation.Clone() }], [TimeRun.Floor, ours with { Generators = [] }], times, cancellationToken);
                return new(
                    SyntheticProgram.LinesOf(program), rows[0].CpuSeconds, rows[1].CpuSeconds, rows[2].CpuSeconds, rows[2].ExecutionSeconds,
                    rows[0].Megabytes, rows[1].Megabytes, rows[2].Megabytes);
            }
        });
        return command;
    }

    private static void Show(IEnumerable<GrowthStep> steps)
    {
        var table = Terminal.Table(GrowthStep.Columns);
        foreach (var step in steps)
            table.AddRow(step.Cells);

        Terminal.Output().Write(table);
    }
}
