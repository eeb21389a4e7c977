using System.CommandLine;
using System.Globalization;
using Microsoft.CodeAnalysis;
using PerfAnalyzers.Corpus.Analyzing;
using PerfAnalyzers.Corpus.Loading;
using PerfAnalyzers.Corpus.Volume;
using Spectre.Console;

namespace PerfAnalyzers.Corpus.Commands;

/// <summary><c>peers</c>: which places of whole products we report, other packages report, or both.</summary>
internal static class PeersCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        var peers = new Option<DirectoryInfo>("--peers") { Description = "A folder of packages: a folder of DLLs each.", Required = true };
        var rules = new Option<string[]>("--rules") { Description = "Their rules.", AllowMultipleArgumentsPerToken = true, Required = true };
        var run = new Option<string[]>("--run") { Description = "Our rules.", AllowMultipleArgumentsPerToken = true, Required = true };
        var list = Arguments.List();
        var only = Arguments.Repository();
        var checkouts = Arguments.Checkouts();
        var libraries = Arguments.Libraries();
        var output = Arguments.Out();
        var command = new Command("peers", "Places that we report, that other packages report, and both.") { checkouts, list, only, libraries, peers, rules, run, output };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var wanted = parsed.GetValue(rules)!;
            var pairs = new PeerRun(
                parsed.GetValue(checkouts)!.FullName,
                AnalyzerSet.Ours(null).Of(parsed.GetValue(run)!).Analyzers,
                [.. Arguments.Packages(parsed.GetValue(peers)).SelectMany(p => p.Of(wanted).Analyzers)],
                wanted,
                ReferenceLibraries.Load(parsed.GetValue(libraries)?.FullName));
            var places = new List<PeerReport>();
            foreach (var repository in Arguments.Pinned(parsed.GetValue(list)!, parsed.GetValue(only)!))
            {
                if (await pairs.OfAsync(repository, cancellationToken) is not { } found)
                {
                    Terminal.Error($"{repository.Name}: not checked out at {repository.Commit}");
                    continue;
                }

                places.AddRange(found);
                Terminal.Error($"{repository.Name}: {found.Count.ToString(CultureInfo.InvariantCulture)} places");
                if (parsed.GetValue(output) is { } results)
                    JsonLines.Write(results.FullName, places);
            }

            Show(places, wanted);
            return 0;
        });
        return command;
    }

    private static void Show(IReadOnlyList<PeerReport> places, IEnumerable<string> rules)
    {
        var table = Terminal.Table("rule", "places", "a warning of ours", "information of ours", "not ours");
        foreach (var rule in rules)
            Add(rule, [.. places.Where(p => p.Theirs.Contains(rule))]);
        Add("any of them", [.. places.Where(p => p.Theirs.Count > 0)]);
        Add("none of them", [.. places.Where(p => p.Theirs.Count == 0)]);
        Terminal.Output().Write(table);

        void Add(string name, List<PeerReport> found) => table.AddRow([name, .. new[]
        {
            found.Count, found.Count(p => p.Ours >= DiagnosticSeverity.Warning), found.Count(p => p.Ours is DiagnosticSeverity.Info), found.Count(p => p.Ours is null),
        }.Select(n => n.ToString(CultureInfo.InvariantCulture))]);
    }
}
