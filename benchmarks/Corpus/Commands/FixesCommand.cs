using System.CommandLine;
using System.Globalization;
using Microsoft.CodeAnalysis;
using PerfAnalyzers.Corpus.Analyzing;
using PerfAnalyzers.Corpus.Fixing;
using PerfAnalyzers.Corpus.Loading;
using PerfAnalyzers.Corpus.Sites;
using PerfAnalyzers.Corpus.Volume;
using Spectre.Console;

namespace PerfAnalyzers.Corpus.Commands;

/// <summary><c>fixes</c>: for which of the reported sites a fix is offered, and whether the projects still compile after it.</summary>
internal static class FixesCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        var sites = new Option<FileInfo?>("--sites") { Description = "The mined sites, as JSON lines." };
        var reports = new Option<FileInfo?>("--reports") { Description = "Reports that volume has drawn with --sample-out." };
        var outOfScope = new Option<FileInfo>("--out-of-scope") { Description = "Sites that do not count.", DefaultValueFactory = _ => new(Arguments.Beside("out-of-scope.txt")) };
        var kinds = new Option<string>("--kinds") { Description = "The kinds to ask for.", DefaultValueFactory = _ => string.Join(',', Site.Kinds) };
        var only = new Option<string[]>("--only") { Description = "Only the sites with these ids.", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [] };
        var checkouts = Arguments.Checkouts();
        var libraries = Arguments.Libraries();
        var output = Arguments.Out();
        var command = new Command("fixes", "For which of the reported sites a fix is offered, and whether the projects still compile after it.")
        {
            sites, reports, checkouts, kinds, only, libraries, outOfScope, output,
        };
        command.Validators.Add(given =>
        {
            if (given.GetValue(sites) is null && given.GetValue(reports) is null)
                given.AddError("--sites or --reports says what to ask for.");
        });
        command.SetAction(async (parsed, _) =>
        {
            var asked = Site.Of(
                parsed.GetValue(sites) is { } mined ? JsonLines.Read<MinedSite>(mined.FullName) : [], [],
                OutOfScope.Parse(File.ReadLines(parsed.GetValue(outOfScope)!.FullName)),
                parsed.GetValue(kinds)!.Split(','));
            if (parsed.GetValue(reports) is { } drawn)
                asked = asked.Concat(JsonLines.Read<SampledReport>(drawn.FullName).Select(Site.Of));

            if (parsed.GetValue(only) is { Length: > 0 } ids)
                asked = asked.Where(s => ids.Contains(s.Id));

            var run = new FixRun(parsed.GetValue(checkouts)!.FullName, AnalyzerSet.Ours(null), ReferenceLibraries.Load(parsed.GetValue(libraries)?.FullName));
            var outcomes = new List<FixOutcome>();
            await foreach (var outcome in run.AskAsync(asked))
            {
                outcomes.Add(outcome);
                Terminal.Error($"{outcome.Site.Id}: {outcome.Rule} {outcome.Severity}: {outcome.Fix ?? (outcome.NewErrors.Count > 0 ? "failed: " + outcome.NewErrors[0] : "no fix: " + outcome.Refusal)}");
            }

            Show(outcomes);
            if (parsed.GetValue(output) is { } results)
                JsonLines.Write(results.FullName, outcomes);

            return outcomes.Any(o => o.NewErrors.Count > 0) ? 1 : 0;
        });
        return command;
    }

    private static void Show(IReadOnlyList<FixOutcome> outcomes)
    {
        var console = Terminal.Output();
        var table = Terminal.Table("site", "rule", "severity", "fix", "why none", "new errors");
        foreach (var o in outcomes.OrderBy(o => o.Site.Id, StringComparer.Ordinal))
            table.AddRow([.. new[] { o.Site.Id, o.Rule, o.Severity.ToString(), o.Fix ?? "", o.Refusal ?? "", string.Join("; ", o.NewErrors) }.Select(Markup.Escape)]);

        console.Write(table);
        foreach (var rule in outcomes.Where(o => o.Severity >= DiagnosticSeverity.Warning).GroupBy(o => o.Rule).OrderBy(g => g.Key, StringComparer.Ordinal))
        {
            var (offered, broken) = (rule.Count(o => o.Fix is not null), rule.Count(o => o.NewErrors.Count > 0));
            console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{rule.Key} at Warning: fix offered for {offered} of {rule.Count()}, {broken} do not compile after it"));
        }
    }
}
