using System.CommandLine;
using PerfAnalyzers.Corpus.Analyzing;
using PerfAnalyzers.Corpus.Loading;
using PerfAnalyzers.Corpus.Timing;
using Spectre.Console;

namespace PerfAnalyzers.Corpus.Commands;

/// <summary><c>keystroke</c>: how long an editor waits for diagnostics after a character was typed.</summary>
internal static class KeystrokeCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        var files = new Option<int>("--files") { Description = "Files of the generated program.", DefaultValueFactory = _ => 500 };
        var edits = new Option<int>("--edits") { Description = "Characters to type.", DefaultValueFactory = _ => 200 };
        var warmUp = new Option<int>("--warm-up") { Description = "Characters to type before: an editor has run for a while.", DefaultValueFactory = _ => 400 };
        var seed = new Option<int>("--seed") { Description = "Chooses where.", DefaultValueFactory = _ => 1 };
        var megabytes = new Option<int>("--evidence") { Description = "Megabytes of evidence in a second run of the generated program; 0 for none.", DefaultValueFactory = _ => 10 };
        var projects = new Option<string[]>("--project") { Description = "Real projects beside it, as owner/name:path/of.csproj.", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [] };
        var list = Arguments.List();
        var checkouts = new Option<DirectoryInfo?>("--checkouts") { Description = "The folder of trees, for --project." };
        var libraries = Arguments.Libraries();
        var analyzers = Arguments.Analyzers();
        var peers = Arguments.Peers();
        var output = Arguments.Out();
        var command = new Command("keystroke", "Types into methods and measures how long their diagnostics take.")
        {
            files, edits, warmUp, seed, megabytes, projects, list, checkouts, libraries, analyzers, peers, output,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var dlls = ReferenceLibraries.Load(parsed.GetValue(libraries)?.FullName);
            var ours = AnalyzerSet.Ours(parsed.GetValue(analyzers)?.FullName);
            AnalyzerSet[] all = [new(TimeRun.CompileAlone, [], []), TimeRun.Floor, ours, .. Arguments.Packages(parsed.GetValue(peers))];
            var program = SyntheticProgram.Of(parsed.GetValue(files) - 2, dlls);
            var rows = new List<Latency>();
            await MeasureAsync("generated", program, null, all);
            if (parsed.GetValue(megabytes) is > 0 and var size)
                await MeasureAsync($"generated, {size} MB of evidence", program, SyntheticEvidence.About(program, size * 1_000_000), [ours]);

            foreach (var named in parsed.GetValue(projects)!)
            {
                if (Real(named) is { } project)
                    await MeasureAsync(named, project, null, all);
            }

            Show(rows);
            if (parsed.GetValue(output) is { } results)
                JsonLines.Write(results.FullName, rows);

            return 0;

            async Task MeasureAsync(string name, LoadedProject project, SyntheticEvidence? evidence, AnalyzerSet[] sets)
            {
                foreach (var wholeFile in new[] { false, true })
                {
                    foreach (var set in sets)
                    {
                        rows.Add(await new KeystrokeRun(name, project, evidence, parsed.GetValue(warmUp), parsed.GetValue(edits), parsed.GetValue(seed)).MeasureAsync(set, wholeFile, cancellationToken));
                        Terminal.Error($"{name}, {rows[^1].Scope}, {set.Name}: median {Terminal.Number(rows[^1].Median, 1)} ms, p95 {Terminal.Number(rows[^1].P95, 1)} ms; processor {Terminal.Number(rows[^1].CpuMedian, 1)} and {Terminal.Number(rows[^1].CpuP95, 1)} ms");
                    }
                }
            }

            LoadedProject? Real(string named)
            {
                var (repository, path) = named.Split(':', 2) is [var first, var second] ? (first, second) : (named, "");
                var pinned = Arguments.Pinned(parsed.GetValue(list)!, [repository]);
                if (pinned is [var at] && parsed.GetValue(checkouts) is { } trees && CheckedOutTree.Find(trees.FullName, at.Name, at.Commit) is { } tree &&
                    new TreeCompilations(tree, dlls, new ParsedFiles(), ReferenceMode.References, []).Load(path) is { } project)
                {
                    return project;
                }

                Terminal.Error($"{named}: there is no such project below --checkouts");
                return null;
            }
        });
        return command;
    }

    private static void Show(IEnumerable<Latency> rows)
    {
        var table = Terminal.Table("project", "files", "asked for", "analyzers", "median ms", "p95 ms", "longest ms", "CPU median ms", "CPU p95 ms", "MB each");
        foreach (var row in rows)
        {
            table.AddRow(
                Markup.Escape(row.Project), Terminal.Number(row.Files, 0), row.Scope, row.Who, Terminal.Number(row.Median, 1), Terminal.Number(row.P95, 1),
                Terminal.Number(row.Longest, 1), Terminal.Number(row.CpuMedian, 1), Terminal.Number(row.CpuP95, 1), Terminal.Number(row.Megabytes, 1));
        }

        Terminal.Output().Write(table);
    }
}
