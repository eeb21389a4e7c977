using System.CommandLine;
using System.Globalization;
using Microsoft.CodeAnalysis;
using PerfAnalyzers.Corpus.Analyzing;
using PerfAnalyzers.Corpus.Fixing;
using PerfAnalyzers.Corpus.Loading;
using Spectre.Console;

namespace PerfAnalyzers.Corpus.Commands;

/// <summary><c>chains</c>: what becomes of a product when every fix for a thread that waits is applied that is offered.</summary>
internal static class ChainsCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        var rules = new Option<string[]>("--rules") { Description = "Apply the fixes of these rules.", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => ["PERF2001", "PERF2003"] };
        var to = new Option<DirectoryInfo?>("--to") { Description = "Write the changed files below this folder: a clone that can be built and tested." };
        var list = Arguments.List();
        var only = Arguments.Repository();
        var checkouts = Arguments.Checkouts();
        var libraries = Arguments.Libraries();
        var output = Arguments.Out();
        var command = new Command("chains", "Applies every fix that is offered for threads that wait, on top of each other, and compiles all projects before and after.")
        {
            checkouts, list, only, libraries, rules, to, output,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var run = new ChainRun(
                parsed.GetValue(checkouts)!.FullName, AnalyzerSet.Ours(null).Of(parsed.GetValue(rules)!), ReferenceLibraries.Load(parsed.GetValue(libraries)?.FullName));
            var (outcomes, broken) = (new List<ChainOutcome>(), 0);
            foreach (var repository in Arguments.Pinned(parsed.GetValue(list)!, parsed.GetValue(only)!))
            {
                var result = await run.OfAsync(
                    repository, o => Terminal.Error($"{o.File}:{o.Line.ToString(CultureInfo.InvariantCulture)}: {o.Rule} {o.Severity}: {o.Fix ?? "no fix: " + o.Refusal}"), cancellationToken);
                if (result is not var (found, changed, errors))
                {
                    Terminal.Error($"{repository.Name}: not checked out at {repository.Commit}");
                    continue;
                }

                Show(repository.Name, found, changed.Count, errors);
                outcomes.AddRange(found);
                broken += errors.Count;
                foreach (var (file, text) in changed)
                {
                    if (parsed.GetValue(to) is { } clone)
                        await File.WriteAllTextAsync(Path.Combine(clone.FullName, file), text, cancellationToken);
                }
            }

            if (parsed.GetValue(output) is { } results)
                JsonLines.Write(results.FullName, outcomes);

            return broken > 0 ? 1 : 0;
        });
        return command;
    }

    private static void Show(string repository, IReadOnlyList<ChainOutcome> outcomes, int files, IReadOnlyList<string> errors)
    {
        var console = Terminal.Output();
        var table = Terminal.Table("rule", "severity", "fixed", "refused");
        foreach (var group in outcomes.GroupBy(o => (o.Rule, o.Severity)).OrderBy(g => g.Key.Rule, StringComparer.Ordinal).ThenByDescending(g => g.Key.Severity))
            table.AddRow(group.Key.Rule, group.Key.Severity.ToString(), Count(group, isFixed: true), Count(group, isFixed: false));

        console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{repository}: {files} files changed, {errors.Count} new compiler errors"));
        console.Write(table);
        foreach (var refusal in outcomes.Where(o => o.Fix is null).GroupBy(o => o.Refusal).OrderByDescending(g => g.Count()))
            console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {refusal.Count()} times: {refusal.Key}"));
        foreach (var error in errors)
            console.WriteLine("  new error: " + error);
    }

    private static string Count(IEnumerable<ChainOutcome> outcomes, bool isFixed) => outcomes.Count(o => o.Fix is not null == isFixed).ToString(CultureInfo.InvariantCulture);
}
