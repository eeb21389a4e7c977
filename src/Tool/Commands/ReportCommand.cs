using System.CommandLine;
using PerfAnalyzers.Tool.Reporting;

namespace PerfAnalyzers.Tool.Commands;

/// <summary><c>perfevidence report [FILE...] -o report.html</c>: one page that shows where the time goes, and what to look at next.</summary>
internal static class ReportCommand
{
    public static Command Create()
    {
        var files = EvidenceArguments.Files();
        files.Description += " SARIF error logs with findings are shown beside them.";
        var html = new Option<string?>("--output", "-o") { Description = "The page to write (default: perfreport.html, unless another output is asked for).", HelpName = "FILE" };
        var svg = new Option<string?>("--svg") { Description = "Write the flame graph alone, as SVG.", HelpName = "FILE" };
        var speedscope = new Option<string?>("--speedscope") { Description = "Write the stacks for the speedscope viewer.", HelpName = "FILE" };
        var folded = new Option<string?>("--folded") { Description = "Write the stacks folded, one a line.", HelpName = "FILE" };
        var json = new Option<bool>("--json") { Description = "Write the report's data as JSON to standard output, and no page." };
        var report = new Command("report", "Write one self-contained page: verdicts, flame graph, waterfalls, findings, memory.") { files, html, svg, speedscope, folded, json };
        report.SetAction(parsed => Run(
            parsed.GetValue(files) ?? [],
            new(parsed.GetValue(html), parsed.GetValue(svg), parsed.GetValue(speedscope), parsed.GetValue(folded), parsed.GetValue(json))));
        return report;
    }

    private static int Run(string[] files, ReportOutputs outputs)
    {
        var logs = files.Where(SarifLog.IsOne).ToList();
        var (profiles, sound) = EvidenceArguments.ReadAll([.. files.Except(logs)], quiet: outputs.Json);
        var findings = new List<ReportFinding>();
        foreach (var log in logs)
            sound &= SarifLog.TryRead(log, findings);

        if (profiles.Count == 0)
            return ExitCode.BadEvidence;

        var data = ReportData.Of(profiles, findings);
        if (outputs.Json)
            Console.Out.WriteLine(data.ToJson());

        var stacks = profiles.SelectMany(p => p.Capture?.Trees ?? []).Where(t => t.Nodes.Count > 0).ToList();
        if (outputs.NeedsStacks && stacks.Count == 0)
        {
            Terminal.Error("no stacks: evidence files and traces have none; name the profiler's own file");
            return ExitCode.BadEvidence;
        }

        if (!TryWrite(outputs.Svg, w => FlameSvg.Write(w, stacks[0].WithoutWaits())) ||
            !TryWrite(outputs.Speedscope, w => StackFiles.WriteSpeedscope(w, stacks)) ||
            !TryWrite(outputs.Folded, w => StackFiles.WriteFolded(w, stacks[0])) ||
            !TryWrite(outputs.Page, w => ReportPage.Write(w, data)))
        {
            return ExitCode.OutputNotWritable;
        }

        return sound ? ExitCode.Success : ExitCode.BadEvidence;
    }

    private static bool TryWrite(string? path, Action<TextWriter> content)
    {
        if (path is null)
            return true;

        using var text = new StringWriter();
        content(text);
        if (!Scanning.OutputText.TryWrite(path, text.ToString()))
            return false;

        Console.Error.WriteLine(Terminal.Plain(Path.GetFullPath(path)));
        return true;
    }
}
