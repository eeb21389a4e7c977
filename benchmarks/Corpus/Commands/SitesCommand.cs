using System.CommandLine;
using PerfAnalyzers.Corpus.Analyzing;
using PerfAnalyzers.Corpus.Loading;
using PerfAnalyzers.Corpus.Sites;
using Spectre.Console;

namespace PerfAnalyzers.Corpus.Commands;

/// <summary><c>sites</c>: what is found of what people fixed, and what is reported that should not be.</summary>
internal static class SitesCommand
{
    private const int LongestMessage = 130;

    /// <summary>The command.</summary>
    public static Command Create()
    {
        var sites = new Option<FileInfo>("--sites") { Description = "The mined sites, as JSON lines.", Required = true };
        var lookAlikes = new Option<FileInfo?>("--lookalikes") { Description = "The look-alikes, as JSON lines." };
        var outOfScope = new Option<FileInfo>("--out-of-scope") { Description = "Sites that do not count.", DefaultValueFactory = _ => new(Arguments.Beside("out-of-scope.txt")) };
        var kinds = new Option<string>("--kinds") { Description = "The kinds to score.", DefaultValueFactory = _ => string.Join(',', Site.Kinds) };
        var only = new Option<string[]>("--only") { Description = "Only the sites with these ids.", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [] };
        var sets = new Option<SiteSet[]>("--sets") { Description = "Only these of them; whole solutions take a while.", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => Enum.GetValues<SiteSet>() };
        var parallel = new Option<int>("--parallel") { Description = "How many trees at a time.", DefaultValueFactory = _ => 2 };
        var checkouts = Arguments.Checkouts();
        var libraries = Arguments.Libraries();
        var analyzers = Arguments.Analyzers();
        var mode = Arguments.Mode(ReferenceMode.References);
        var output = Arguments.Out();
        var command = new Command("sites", "Recall on the mined sites, reports on their fixes and on the look-alikes.")
        {
            sites, lookAlikes, checkouts, mode, kinds, only, sets, libraries, analyzers, outOfScope, parallel, output,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var asked = Site.Of(
                JsonLines.Read<MinedSite>(parsed.GetValue(sites)!.FullName),
                parsed.GetValue(lookAlikes) is { } file ? JsonLines.Read<LookAlike>(file.FullName) : [],
                OutOfScope.Parse(File.ReadLines(parsed.GetValue(outOfScope)!.FullName)),
                parsed.GetValue(kinds)!.Split(','));
            if (parsed.GetValue(only) is { Length: > 0 } ids)
                asked = asked.Where(s => ids.Contains(s.Id));

            asked = asked.Where(s => parsed.GetValue(sets)!.Contains(s.Set));
            var run = new SiteRun(
                parsed.GetValue(checkouts)!.FullName,
                parsed.GetValue(mode),
                AnalyzerSet.Ours(parsed.GetValue(analyzers)?.FullName),
                ReferenceLibraries.Load(parsed.GetValue(libraries)?.FullName),
                parsed.GetValue(parallel));
            var outcomes = await run.AskAsync(asked, cancellationToken);
            Show(parsed.GetValue(mode), outcomes, run.Problems);
            if (parsed.GetValue(output) is { } results)
                JsonLines.Write(results.FullName, outcomes);

            return 0;
        });
        return command;
    }

    // A chain of calls can be long; the results file has all of it.
    private static string Short(string message) => message.Length <= LongestMessage ? message : message[..LongestMessage] + "...";

    private static void Show(ReferenceMode mode, IReadOnlyList<SiteOutcome> outcomes, IEnumerable<string> problems)
    {
        var console = Terminal.Output();
        var table = Terminal.Table("site", "state", "rule", "message");
        // Of look-alikes and fixes only the bad news: silence is what is wanted.
        foreach (var outcome in outcomes.Where(o => o.Site.Set == SiteSet.Mined || o.State == SiteState.Reported))
        {
            var set = outcome.Site.Set switch { SiteSet.Fixed => " (fixed)", _ => outcome.Site.InScope ? "" : " (out of scope)" };
            table.AddRow([.. new[] { outcome.Site.Id + set, Recall.StateOf(outcome), outcome.Rule ?? "", Short(outcome.Message ?? "") }.Select(Markup.Escape)]);
        }

        console.Write(table);
        foreach (var problem in problems)
            Terminal.Error(problem);

        var recall = Recall.Of(outcomes);
        console.WriteLine($"{mode}: found {recall.FoundText}, as warnings {recall.WarnedText}");
        console.WriteLine($"look-alikes: {recall.LookAlikesWarned} warned, {recall.LookAlikesReported} reported, of {recall.LookAlikes}");
        console.WriteLine($"after the fix: {recall.FixedReported} reported, of {recall.Fixed}");
    }
}
