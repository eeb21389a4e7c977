using System.CommandLine;
using PerfAnalyzers.Corpus.Quality;
using PerfAnalyzers.Corpus.Sites;
using PerfAnalyzers.Corpus.Volume;

namespace PerfAnalyzers.Corpus.Commands;

/// <summary><c>report</c>: the results of the other commands as a page whose changes a diff shows.</summary>
internal static class ReportCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        var sites = new Option<FileInfo[]>("--sites") { Description = "Results of 'sites', one file a mode.", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [] };
        var volume = new Option<FileInfo?>("--volume") { Description = "Results of 'volume'." };
        var output = new Option<FileInfo>("--out") { Description = "The page; what stands below its marker is kept.", Required = true };
        var command = new Command("report", "Writes the results as one page.") { sites, volume, output };
        command.SetAction(parsed =>
        {
            var page = new QualityPage(
                [.. parsed.GetValue(sites)!.SelectMany(f => JsonLines.Read<SiteOutcome>(f.FullName))],
                parsed.GetValue(volume) is { } counts ? JsonLines.Read<RepositoryVolume>(counts.FullName) : []);
            var path = parsed.GetValue(output)!.FullName;
            File.WriteAllText(path, page.Write(File.Exists(path) ? File.ReadAllText(path) : null));
            return 0;
        });
        return command;
    }
}
