using System.CommandLine;
using System.Diagnostics;
using System.Text;
using Microsoft.CodeAnalysis.Text;
using PerfAnalyzers.Corpus.Analyzing;
using PerfAnalyzers.Corpus.Loading;
using PerfAnalyzers.Corpus.Timing;
using PerfAnalyzers.Evidence;
using Spectre.Console;

namespace PerfAnalyzers.Corpus.Commands;

/// <summary><c>evidence</c>: what a large evidence file costs.</summary>
internal static class EvidenceCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        var megabytes = new Option<int[]>("--megabytes") { Description = "Sizes of the file.", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [1, 10] };
        var runs = new Option<int>("--runs") { Description = "How often; the best counts.", DefaultValueFactory = _ => 3 };
        var libraries = new Option<DirectoryInfo>("--libraries") { Description = "A folder of library DLLs with EF Core among them.", Required = true };
        var output = Arguments.Out();
        var command = new Command("evidence", "Times reading evidence files, and analysing a generated program of 500 files with them.") { megabytes, runs, libraries, output };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var ours = AnalyzerSet.Ours(null) with { Generators = [] };
            var program = SyntheticProgram.Of(500, ReferenceLibraries.Load(parsed.GetValue(libraries)!.FullName));
            var without = await SecondsAsync(null);
            var rows = new List<EvidenceCost>();
            foreach (var size in parsed.GetValue(megabytes)!)
            {
                var evidence = SyntheticEvidence.About(program, size * 1_000_000);
                var (records, milliseconds, allocated) = Read(evidence, parsed.GetValue(runs));
                rows.Add(new(evidence.Length / 1e6, records, milliseconds, allocated, without, await SecondsAsync(evidence)));
            }

            Show(rows);
            if (parsed.GetValue(output) is { } results)
                JsonLines.Write(results.FullName, rows);

            return 0;

            async Task<double> SecondsAsync(SyntheticEvidence? evidence) => (await TimeRun.MeasureAsync(
                "generated", () => [program with { Compilation = program.Compilation.Clone() }], [ours], parsed.GetValue(runs), cancellationToken, evidence))[1].CpuSeconds;
        });
        return command;
    }

    private static (int Records, double Milliseconds, double Megabytes) Read(SyntheticEvidence evidence, int runs)
    {
        var (records, milliseconds, megabytes) = (0, double.MaxValue, double.MaxValue);
        var text = evidence.GetText().ToString();
        for (var run = 0; run <= runs; run++)
        {
            // What was read is remembered with the text, so the text has to be another one.
            var source = SourceText.From(text, Encoding.UTF8);
            var before = GC.GetTotalAllocatedBytes(precise: true);
            var clock = Stopwatch.StartNew();
            var document = EvidenceIndex.Parse(source);
            milliseconds = Math.Min(milliseconds, clock.Elapsed.TotalMilliseconds);
            megabytes = Math.Min(megabytes, (GC.GetTotalAllocatedBytes(precise: true) - before) / 1e6);
            records = document.Profiles.Sum(p => p.Records.Count);
            if (document.Problems.Count > 0)
                throw new InvalidOperationException($"the generated evidence is malformed: {document.Problems[0]}");
        }

        return (records, milliseconds, megabytes);
    }

    private static void Show(IEnumerable<EvidenceCost> rows)
    {
        var table = Terminal.Table("MB", "records", "read ms", "MB allocated", "analysis cpu s without", "with");
        foreach (var r in rows)
        {
            table.AddRow(
                Terminal.Number(r.Megabytes, 1), Terminal.Number(r.Records, 0), Terminal.Number(r.ReadMilliseconds, 0), Terminal.Number(r.ReadMegabytes, 0),
                Terminal.Number(r.WithoutSeconds, 2), Terminal.Number(r.WithSeconds, 2));
        }

        Terminal.Output().Write(table);
    }
}
