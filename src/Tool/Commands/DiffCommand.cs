using System.CommandLine;
using PerfAnalyzers.EvidenceFormat;
using PerfAnalyzers.Tool.Comparing;

namespace PerfAnalyzers.Tool.Commands;

/// <summary><c>perfevidence diff BEFORE AFTER</c>.</summary>
internal static class DiffCommand
{
    public static Command Create()
    {
        var before = new Argument<string>("before") { Description = "Evidence, or a capture, of the first measurement." };
        var after = new Argument<string>("after") { Description = "Evidence, or a capture, of the second measurement." };
        before.OfferFiles(EvidenceArguments.CaptureNames);
        after.OfferFiles(EvidenceArguments.CaptureNames);
        var json = new Option<bool>("--json") { Description = "Write JSON." };
        var markdown = new Option<bool>("--markdown") { Description = "Write Markdown for a pull request." };
        var rows = new Option<int>("-n", "--rows") { Description = "How many endpoints, lines and types to show; 0 shows all. JSON has them all.", HelpName = "N", DefaultValueFactory = _ => 20, CustomParser = NumberArgument.Whole(0) };
        var diff = new Command("diff", "Compare two measurements, and say which differences are more than noise.") { before, after, json, markdown, rows };
        var input = new EvidenceArguments();
        input.AddTo(diff);
        diff.SetAction(parsed =>
        {
            if (parsed.GetValue(json) && parsed.GetValue(markdown))
            {
                Terminal.Error("--json and --markdown: choose one");
                return ExitCode.BadArguments;
            }

            var (one, other) = (parsed.GetRequiredValue(before), parsed.GetRequiredValue(after));
            return Run(one, input.Read(parsed, [one]), other, input.Read(parsed, [other]), parsed.GetValue(json), parsed.GetValue(markdown), parsed.GetValue(rows));
        });
        return diff;
    }

    private static int Run(string before, MeasuredInput first, string after, MeasuredInput second, bool json, bool markdown, int rows)
    {
        var pairs = Pairs(first.Profiles, second.Profiles);
        if (pairs.Count == 0)
        {
            Terminal.Error($"no profile is in both {before} and {after}");
            return ExitCode.BadEvidence;
        }

        if (json && pairs.Count > 1)
        {
            Terminal.Error("--json compares one profile; these files have several in common");
            return ExitCode.BadArguments;
        }

        if (json)
            DiffJson.Write(Console.Out, pairs[0]);
        else if (markdown)
            CommentText.Write(Console.Out, "perfevidence diff -n 0", text => pairs.ForEach(p => DiffMarkdown.Write(text, p)));
        else
            pairs.ForEach(p => DiffTable.Write(Terminal.Output(), p, rows));

        return first.Failure is ExitCode.BadEvidence || second.Failure == ExitCode.Success ? first.Failure : second.Failure;
    }

    // Two files with one profile each are what the user means to compare, whatever the profiles are called.
    private static List<Comparison> Pairs(IReadOnlyList<EvidenceProfile> before, IReadOnlyList<EvidenceProfile> after)
    {
        if (before.Count == 1 && after.Count == 1)
            return [new(before[0], after[0])];

        var named = after.ToLookup(a => a.Name, StringComparer.Ordinal);
        return [.. before.SelectMany(b => named[b.Name].Take(1).Select(a => new Comparison(b, a)))];
    }
}
