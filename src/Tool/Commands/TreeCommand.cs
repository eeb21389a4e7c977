using System.CommandLine;
using PerfAnalyzers.Tool.Capturing;
using PerfAnalyzers.Tool.Graphing;

namespace PerfAnalyzers.Tool.Commands;

/// <summary><c>perfevidence tree CAPTURE...</c>: who calls what, and what it costs.</summary>
internal static class TreeCommand
{
    /// <summary>What is said where only an evidence file is at hand.</summary>
    public const string NoStacks = "no stacks: evidence files and traces have none; name the profiler's own file";

    public static Command Create()
    {
        var files = EvidenceArguments.Files();
        files.Description = "Captures with stacks: of profilers, in any format that 'import' knows.";
        var depth = new Option<int>("--depth") { Description = "How many levels to show; 0 shows all.", HelpName = "N", DefaultValueFactory = _ => 24, CustomParser = NumberArgument.Whole(0) };
        var percent = new Option<double>("--min-percent")
        {
            Description = "Leave out what is less than this share of everything.",
            HelpName = "PERCENT",
            DefaultValueFactory = _ => 1,
            CustomParser = NumberArgument.Percent,
        };
        var inverted = new Option<bool>("--inverted") { Description = "Begin at the functions in which time was spent, and show who called them." };
        var all = new Option<bool>("--all") { Description = "For .NET: keep the frames of libraries, which otherwise count for the member that calls them." };
        var waits = new Option<bool>("--waits") { Description = "As --all, and keep threads that wait, which are left out otherwise." };
        var json = new Option<bool>("--json") { Description = "Write JSON." };
        var input = new EvidenceArguments();
        var tree = new Command("tree", "Show the call tree: who calls what, and what it costs.") { files, depth, percent, inverted, all, waits, json };
        input.AddTo(tree);
        tree.SetAction(parsed => Run(
            input.Read(parsed, parsed.GetValue(files) ?? []),
            new(parsed.GetValue(depth), parsed.GetValue(percent) / 100, parsed.GetValue(inverted)),
            t => parsed.GetValue(waits) ? t : parsed.GetValue(all) || !ProgramStacks.Has(t) ? t.WithoutWaits() : ProgramStacks.Of(t),
            parsed.GetValue(json)));
        return tree;
    }

    private static int Run(MeasuredInput input, GraphLimits limits, Func<CallTree, CallTree> scope, bool json)
    {
        var trees = input.Measured.SelectMany(p => (p.Capture?.Trees ?? []).Where(t => t.Nodes.Count > 0).Select(t => (p.Profile.Name, Tree: t))).ToList();
        if (trees.Count == 0)
        {
            if (input.Failure != ExitCode.BadEvidence)
                Terminal.Error(NoStacks);
            return ExitCode.BadEvidence;
        }

        var graphs = trees.Select(t => ShownTree.Of(t.Name, t.Tree, scope(t.Tree), limits)).ToList();
        if (json)
            TreeJson.Write(Console.Out, graphs);
        else
            TreeText.Write(Console.Out, graphs);

        return input.Failure;
    }
}
