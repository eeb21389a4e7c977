using System.CommandLine;
using System.Globalization;
using Microsoft.CodeAnalysis;
using PerfAnalyzers.Corpus.Analyzing;
using PerfAnalyzers.Corpus.Loading;
using PerfAnalyzers.Corpus.Volume;
using Spectre.Console;

namespace PerfAnalyzers.Corpus.Commands;

/// <summary><c>volume</c>: how much is reported in whole products, and a sample of it to judge.</summary>
internal static class VolumeCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        var sample = new Option<int>("--sample") { Description = "How many reports to draw at random." };
        var seed = new Option<int>("--seed") { Description = "What the draw depends on.", DefaultValueFactory = _ => 1 };
        var severity = new Option<DiagnosticSeverity>("--severity") { Description = "Draw from reports of this severity.", DefaultValueFactory = _ => DiagnosticSeverity.Warning };
        var rules = new Option<string[]>("--rules") { Description = "Draw from these rules.", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [] };
        var run = new Option<string[]>("--run") { Description = "Run only these rules.", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [] };
        var sampleOut = new Option<FileInfo>("--sample-out") { Description = "Where to write the sample, as JSON lines.", DefaultValueFactory = _ => new("sample.jsonl") };
        var list = Arguments.List();
        var only = Arguments.Repository();
        var checkouts = Arguments.Checkouts();
        var libraries = Arguments.Libraries();
        var analyzers = Arguments.Analyzers();
        var mode = Arguments.Mode(ReferenceMode.References);
        var output = Arguments.Out();
        var command = new Command("volume", "Reports per 1,000 lines, by rule and severity.")
        {
            checkouts, list, only, mode, libraries, analyzers, run, sample, seed, severity, rules, sampleOut, output,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var folder = parsed.GetValue(checkouts)!.FullName;
            var volume = new VolumeRun(
                folder, parsed.GetValue(mode), AnalyzerSet.Ours(parsed.GetValue(analyzers)?.FullName).Of(parsed.GetValue(run)!), ReferenceLibraries.Load(parsed.GetValue(libraries)?.FullName));
            var volumes = new List<RepositoryVolume>();
            var placed = new List<PlacedReport>();
            foreach (var repository in Arguments.Pinned(parsed.GetValue(list)!, parsed.GetValue(only)!))
            {
                if (await volume.OfAsync(repository, cancellationToken) is not var (lines, reports))
                {
                    Terminal.Error($"{repository.Name}: not checked out at {repository.Commit}");
                    continue;
                }

                foreach (var crash in reports.Where(r => r.Rule == Report.Crash))
                    Terminal.Error($"{repository.Name} {crash.File}: {crash.Message}");
                var shown = reports.Where(r => r.Rule != Report.Crash).ToList();
                placed.AddRange(shown.Select(r => new PlacedReport(repository, r)));
                volumes.Add(new(repository.Name, lines, [.. shown.GroupBy(r => (r.Rule, r.Severity)).OrderBy(g => g.Key).Select(g => new RuleCount(g.Key.Rule, g.Key.Severity, g.Count()))]));
                // After each, because all of them take a while.
                Terminal.Error($"{repository.Name}: {lines} lines, {shown.Count} reports");
                if (parsed.GetValue(output) is { } results)
                    JsonLines.Write(results.FullName, volumes);
            }

            Show(volumes);
            if (parsed.GetValue(sample) is > 0 and var count)
            {
                var drawnFrom = placed.Where(p => p.Report.Severity == parsed.GetValue(severity) && (parsed.GetValue(rules) is not { Length: > 0 } some || some.Contains(p.Report.Rule)));
                JsonLines.Write(parsed.GetValue(sampleOut)!.FullName, ReportSample.Draw(folder, drawnFrom, count, parsed.GetValue(seed)));
            }

            return 0;
        });
        return command;
    }

    private static void Show(List<RepositoryVolume> volumes)
    {
        if (volumes.Count == 0)
            return;

        var console = Terminal.Output();
        string[] rules = [.. volumes.SelectMany(v => v.Counts).Select(c => c.Rule).Distinct().Order(StringComparer.Ordinal)];
        var table = Terminal.Table(["repository", "lines", "warnings", "/1,000", "/3,000", "infos", "/1,000", .. rules.Select(r => r + " W+I /1,000")]);
        foreach (var v in volumes)
        {
            table.AddRow(
            [
                v.Repository, Terminal.Number(v.Lines, 0),
                v.Count(null, DiagnosticSeverity.Warning).ToString(CultureInfo.InvariantCulture),
                Terminal.Number(v.PerThousand(null, DiagnosticSeverity.Warning), 2), Terminal.Number(v.WarningsPer3000, 2),
                v.Count(null, DiagnosticSeverity.Info).ToString(CultureInfo.InvariantCulture), Terminal.Number(v.PerThousand(null, DiagnosticSeverity.Info), 2),
                .. rules.Select(r => $"{Terminal.Number(v.PerThousand(r, DiagnosticSeverity.Warning), 2)}+{Terminal.Number(v.PerThousand(r, DiagnosticSeverity.Info), 2)}"),
            ]);
        }

        console.Write(table);
        var rates = volumes.Select(v => v.WarningsPer3000).ToList();
        console.WriteLine($"warnings per 3,000 lines: median {Terminal.Number(Figures.Median(rates), 2)}, maximum {Terminal.Number(rates.Max(), 2)}");
    }
}
