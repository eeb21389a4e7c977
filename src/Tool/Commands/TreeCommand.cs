using System.CommandLine;
using PerfAnalyzers.Tool.Graphing;

namespace PerfAnalyzers.Tool.Commands;

/// <summary><c>perfevidence tree CAPTURE</c>: who calls what, and what it costs.</summary>
internal static class TreeCommand
{
    public static Command Create()
    {
        var files = new Argument<string[]>("file") { Description = "Captures with stacks: of profilers, in any format that 'import' knows.", Arity = ArgumentArity.OneOrMore };
        var depth = new Option<int>("--depth") { Description = "How many levels to show; 0 shows all.", DefaultValueFactory = _ => 24 };
        var percent = new Option<double>("--min-percent") { Description = "Leave out what is less than this share of everything.", DefaultValueFactory = _ => 1 };
        var inverted = new Option<bool>("--inverted") { Description = "Begin at the functions in which time was spent, and show who called them." };
        var waits = new Option<bool>("--waits") { Description = "Keep threads that wait, which are left out otherwise." };
        var json = new Option<bool>("--json") { Description = "Write JSON." };
        depth.Validators.Add(r => Refuse(r, r.GetValueOrDefault<int>() < 0, "--depth: expected 0 or more"));
        percent.Validators.Add(r => Refuse(r, r.GetValueOrDefault<double>() is not (>= 0 and <= 100), "--min-percent: expected 0 to 100"));
        var tree = new Command("tree", "Show the call tree: who calls what, and what it costs.") { files, depth, percent, inverted, waits, json };
        tree.SetAction(parsed => Run(
            parsed.GetRequiredValue(files), new(parsed.GetValue(depth), parsed.GetValue(percent) / 100, parsed.GetValue(inverted)), parsed.GetValue(waits), parsed.GetValue(json)));
        return tree;
    }

    private static void Refuse(System.CommandLine.Parsing.OptionResult result, bool when, string why)
    {
        if (when)
            result.AddError(why);
    }

    private static int Run(string[] files, GraphLimits limits, bool waits, bool json)
    {
        var (profiles, sound) = EvidenceArguments.ReadAll(files, quiet: false);
        var trees = profiles.SelectMany(p => (p.Capture?.Trees ?? []).Where(t => t.Nodes.Count > 0).Select(t => (p.Profile.Name, Tree: t))).ToList();
        if (trees.Count == 0)
        {
            if (sound)
                Terminal.Error("no stacks: evidence files and traces have none; name the profiler's own file");
            return ExitCode.BadEvidence;
        }

        var graphs = trees.Select(t => (t.Name, t.Tree.Kind, Root: CallGraph.Of(waits ? t.Tree : t.Tree.WithoutWaits(), limits))).ToList();
        if (json)
            TreeJson.Write(Console.Out, graphs);
        else
            TreeText.Write(Console.Out, graphs);

        return sound ? ExitCode.Success : ExitCode.BadEvidence;
    }
}
