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
        var input = new EvidenceArguments();
        input.AddTo(report);
        report.SetAction(parsed => Run(
            parsed.GetValue(files) ?? [],
            paths => input.Read(parsed, paths),
            new(parsed.GetValue(html), parsed.GetValue(svg), parsed.GetValue(speedscope), parsed.GetValue(folded), parsed.GetValue(json))));
        return report;
    }

    private static int Run(string[] files, Func<IReadOnlyList<string>, MeasuredInput> read, ReportOutputs outputs)
    {
        var logs = files.Where(SarifLog.IsOne).ToList();
        var paths = files.Except(logs).ToList();
        var findings = new List<ReportFinding>();
        var areSound = logs.TrueForAll(l => SarifLog.TryRead(l, findings));

        // Findings may be all that there is to show.
        var isAboutFindings = logs.Count > 0 && paths.Count == 0 && Reading.PerfDirectory.Files().Count == 0;
        var input = isAboutFindings ? new([], ExitCode.Success) : read(paths);
        if (!areSound || (input.Measured.Count == 0 && findings.Count == 0))
            return ExitCode.BadEvidence;

        var data = ReportData.Of(input.Measured, findings);
        if (outputs.Json)
            Console.Out.WriteLine(data.ToJson());

        var stacks = input.Measured.SelectMany(p => p.Capture?.Trees ?? []).Where(t => t.Nodes.Count > 0).ToList();
        if (outputs.NeedsStacks && stacks.Count == 0)
        {
            Terminal.Error(TreeCommand.NoStacks);
            return ExitCode.BadEvidence;
        }

        if (!TryWrite(outputs.Svg, w => FlameSvg.Write(w, stacks[0].WithoutWaits())) ||
            !TryWrite(outputs.Speedscope, w => StackFiles.WriteSpeedscope(w, stacks)) ||
            !TryWrite(outputs.Folded, w => StackFiles.WriteFolded(w, stacks[0])) ||
            !TryWrite(outputs.Page, w => ReportPage.Write(w, data)))
        {
            return ExitCode.OutputNotWritable;
        }

        return input.Failure;
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
