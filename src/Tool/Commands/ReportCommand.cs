using System.CommandLine;
using System.CommandLine.Parsing;
using PerfAnalyzers.EvidenceFormat;
using PerfAnalyzers.Tool.Capturing;
using PerfAnalyzers.Tool.Graphing;
using PerfAnalyzers.Tool.Reading;
using PerfAnalyzers.Tool.Reporting;

namespace PerfAnalyzers.Tool.Commands;

/// <summary><c>perfevidence report [FILE...] -o report.html</c>: one page that shows where the time goes, and what to look at next.</summary>
internal static class ReportCommand
{
    public static Command Create()
    {
        var files = EvidenceArguments.Files();
        files.Description += " SARIF error logs, and what 'scan --json' writes, are shown beside them.";
        var html = new Option<string?>("--output", "-o") { Description = "The page to write (default: perfreport.html, unless another output is asked for).", HelpName = "FILE" };
        var svg = new Option<string?>("--svg") { Description = "Write the flame graph alone, as SVG.", HelpName = "FILE" };
        var speedscope = new Option<string?>("--speedscope") { Description = "Write the stacks for the speedscope viewer.", HelpName = "FILE" };
        var folded = new Option<string?>("--folded") { Description = "Write the stacks folded, one a line.", HelpName = "FILE" };
        var all = new Option<bool>("--all") { Description = "For .NET: keep the frames of libraries in --svg. The page has both." };
        var json = new Option<bool>("--json") { Description = "Write the report's data as JSON to standard output, and no page." };
        var link = new Option<string?>("--source-link")
        {
            Description = "Where source lines lead to: https://code.example/shop/blob/main/{file}#L{line}, or vscode://file/home/me/shop/{file}:{line}.",
            HelpName = "URL",
        };
        link.Validators.Add(ValidateLink);
        var report = new Command("report", "Write one self-contained page: verdicts, flame graph, waterfalls, findings, memory.") { files, html, svg, speedscope, folded, all, json, link };
        var input = new EvidenceArguments();
        input.AddTo(report);
        report.KeepApart(files, [], [html, svg, speedscope, folded]);
        report.SetAction(parsed => Run(
            parsed,
            input,
            parsed.GetValue(files) ?? [],
            new(parsed.GetValue(html), parsed.GetValue(svg), parsed.GetValue(speedscope), parsed.GetValue(folded), parsed.GetValue(json), parsed.GetValue(link), parsed.GetValue(all))));
        return report;
    }

    // What a link does is the browser's business, so that only what opens a page or an editor may be one.
    private static void ValidateLink(OptionResult result)
    {
        var isPlain = result.Tokens.All(t => t.Value.Contains("{file}", StringComparison.Ordinal) &&
            Array.Exists((string[])["https://", "http://", "vscode://", "jetbrains://", "file://"], p => t.Value.StartsWith(p, StringComparison.OrdinalIgnoreCase)));
        if (!isPlain)
            result.AddError("--source-link: expected an address that starts with https://, http://, file://, vscode:// or jetbrains:// and contains {file}");
    }

    private static int Run(ParseResult parsed, EvidenceArguments arguments, string[] files, ReportOutputs outputs)
    {
        var root = PerfDirectory.Root();
        var logs = files.Where(FindingLog.IsOne).ToList();
        var names = new FindingFiles(root, arguments.Places(parsed));
        var findings = new List<ReportFinding>();
        var areSound = logs.Count(l => FindingLog.TryRead(l, names.Name, findings)) == logs.Count;

        // Findings may be all that there is to show.
        var paths = files.Except(logs).ToList();
        var isAboutFindings = logs.Count > 0 && paths.Count == 0 && PerfDirectory.Files().Count == 0;
        var input = isAboutFindings ? new([], ExitCode.Success) : arguments.Read(parsed, paths);
        if (input.Measured.Count == 0 && findings.Count == 0)
            return ExitCode.BadEvidence;

        // A log that was imported holds findings and nothing else.
        findings.AddRange(input.Profiles.SelectMany(FindingLog.OfEvidence));
        var measured = input.Measured.Where(m => m.Profile.Records.Count == 0 || m.Profile.Records.Any(r => r.Kind != RecordKind.Finding)).ToList();
        var code = Write(new(measured, findings, root, outputs.SourceLink), outputs);
        return code != ExitCode.Success ? code : areSound ? input.Failure : ExitCode.BadEvidence;
    }

    private static int Write(ReportData data, ReportOutputs outputs)
    {
        var stacks = data.Profiles.SelectMany(p => p.Capture?.Trees ?? []).Where(t => t.Nodes.Count > 0).ToList();
        if (outputs.NeedsStacks && stacks.Count == 0)
        {
            Terminal.Error(TreeCommand.NoStacks);
            return ExitCode.BadEvidence;
        }

        if (outputs.Json)
        {
            using var output = StandardStream.Output();
            data.Write(output);
            output.WriteByte((byte)'\n');
        }

        CallTree Shown(CallTree tree) => outputs.All || !ProgramStacks.Has(tree) ? tree.WithoutWaits() : ProgramStacks.Of(tree);
        return TryWrite(outputs.Svg, w => FlameSvg.Write(w, Shown(stacks[0]))) &&
            TryWrite(outputs.Speedscope, w => StackFiles.WriteSpeedscope(w, stacks)) &&
            TryWrite(outputs.Folded, w => StackFiles.WriteFolded(w, stacks[0])) &&
            TryWrite(outputs.Page, w => ReportPage.Write(w, data))
                ? ExitCode.Success
                : ExitCode.OutputNotWritable;
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
