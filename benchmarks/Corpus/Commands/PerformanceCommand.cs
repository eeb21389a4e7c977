using System.CommandLine;
using PerfAnalyzers.Corpus.Quality;
using PerfAnalyzers.Corpus.Timing;

namespace PerfAnalyzers.Corpus.Commands;

/// <summary><c>performance</c>: what the analyzers cost as a page whose changes a diff shows.</summary>
internal static class PerformanceCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        var time = new Option<FileInfo?>("--time") { Description = "Results of 'time'." };
        var keystroke = new Option<FileInfo?>("--keystroke") { Description = "Results of 'keystroke'." };
        var growth = new Option<FileInfo?>("--growth") { Description = "Results of 'growth'." };
        var evidence = new Option<FileInfo?>("--evidence") { Description = "Results of 'evidence'." };
        var output = new Option<FileInfo>("--out") { Description = "The page; what stands below its marker is kept.", Required = true };
        var command = new Command("performance", "Writes what the analyzers cost as one page.") { time, keystroke, growth, evidence, output };
        command.SetAction(parsed =>
        {
            var page = new PerformancePage(
                Rows<Timed>(parsed.GetValue(time)), Rows<Latency>(parsed.GetValue(keystroke)), Rows<GrowthStep>(parsed.GetValue(growth)), Rows<EvidenceCost>(parsed.GetValue(evidence)));
            var path = parsed.GetValue(output)!.FullName;
            File.WriteAllText(path, page.Write(File.Exists(path) ? File.ReadAllText(path) : null));
            return 0;
        });
        return command;
    }

    private static IReadOnlyList<T> Rows<T>(FileInfo? file) => file is { Exists: true } ? JsonLines.Read<T>(file.FullName) : [];
}
