using System.CommandLine;
using Microsoft.CodeAnalysis;
using PerfAnalyzers.EvidenceFormat;
using PerfAnalyzers.Tool.Baselining;
using PerfAnalyzers.Tool.Checking;
using PerfAnalyzers.Tool.Comparing;
using PerfAnalyzers.Tool.Reading;
using PerfAnalyzers.Tool.Scanning;

namespace PerfAnalyzers.Tool.Commands;

/// <summary><c>perfevidence check [EVIDENCE...]</c>: budgets against evidence.</summary>
internal static class CheckCommand
{
    private const string Driver = "perfevidence check";

    public static Command Create()
    {
        var evidence = EvidenceArguments.Files();
        var assembly = new Option<string[]>("--assembly")
        {
            Description = "A built assembly, or a directory of them, whose [PerformanceBudget] attributes are checked; read, never loaded.",
            HelpName = "FILE|DIR",
        };
        var budgets = new Option<string[]>("--budgets")
        {
            Description = "A file of budgets (default, without --assembly: the *.perfbudgets files of the .perf directory found upwards).",
            HelpName = "FILE",
        };
        var json = new Option<bool>("--json") { Description = "Write JSON." };
        var markdown = new Option<bool>("--markdown") { Description = "Write Markdown for a pull request." };
        var sarif = new Option<string?>("--sarif") { Description = "Write SARIF 2.1.0 to a file as well.", HelpName = "FILE" };
        var junit = new Option<string?>("--junit") { Description = "Write JUnit XML to a file as well.", HelpName = "FILE" };
        var baseline = ScanCommand.BaselineOption();
        var check = new Command("check", "Compare budgets with what was measured. Counts fail; timings warn, unless they exceed by more than noise.")
        {
            evidence, assembly, budgets, json, markdown, sarif, junit, baseline,
        };
        var input = new EvidenceArguments();
        input.AddTo(check);
        check.KeepApart(evidence, [assembly, budgets, baseline], [sarif, junit]);
        check.Validators.Add(result =>
        {
            if (result.GetValue(json) && result.GetValue(markdown))
                result.AddError("--json and --markdown: choose one");
        });
        check.SetAction(parsed => Run(
            () => input.Read(parsed, parsed.GetValue(evidence) ?? []), parsed.GetValue(assembly) ?? [], parsed.GetValue(budgets) ?? [],
            parsed.GetValue(json), parsed.GetValue(markdown), parsed.GetValue(sarif), parsed.GetValue(junit), parsed.GetValue(baseline)));
        return check;
    }

    private static int Run(Func<MeasuredInput> evidence, string[] assemblies, string[] files, bool json, bool markdown, string? sarif, string? junit, string? known)
    {
        if (assemblies.Length == 0 && files.Length == 0)
            files = [.. PerfDirectory.Files(BudgetFile.Extension)];

        if (assemblies.Length == 0 && files.Length == 0)
        {
            Terminal.Error($"no budgets: name an assembly with --assembly or a file with --budgets; there is no {BudgetFile.Extension} file in a .perf directory here or above");
            return ExitCode.BadArguments;
        }

        var baseline = known is null ? null : BaselineReader.Read(known);
        if (known is not null && baseline is null)
            return ExitCode.BadEvidence;

        var inputs = new BudgetInputs();
        foreach (var path in assemblies)
            inputs.AddAssemblies(path);
        foreach (var path in files)
            inputs.AddFile(path);

        var measured = evidence();
        var source = new MeasuredSource(PerfDirectory.Root(), inputs.Checksums);
        var results = inputs.Budgets.Select(b => CheckedBudget.Of(b, measured.Profiles, source)).ToList();
        var filter = baseline is null ? null : new BaselineFilter(baseline, BaselineReader.Today);
        var checks = results.Select(r => (Budget: r, Finding: CheckFinding.Of(r) is { } f ? filter?.Apply(f) ?? f : null)).ToList();
        var findings = checks.Select(c => c.Finding).OfType<ScanFinding>().ToList();
        if ((sarif is not null && !OutputText.TryWrite(sarif, FindingSarif.Of(findings, Driver))) || (junit is not null && !OutputText.TryWrite(junit, CheckJUnit.Of(checks))))
            return ExitCode.OutputNotWritable;

        if (json)
            CheckJson.Write(Console.Out, results);
        else if (markdown)
            WriteComment(results, findings);
        else
            CheckText.Write(Terminal.Output(), Console.Out, results, findings);

        // A log of scan may have filled the same file: only what is about budgets is known to be gone.
        foreach (var stale in filter?.Stale.Where(s => s.StartsWith("PERF9002 ", StringComparison.Ordinal)) ?? [])
            Terminal.Error($"stale in {known}: {stale}");

        if (inputs.Failure != ExitCode.Success || measured.Failure == ExitCode.BadEvidence)
            return inputs.Failure != ExitCode.Success ? inputs.Failure : measured.Failure;

        // What is missing in a capture might have broken the budget.
        return Answer(checks) is var answer and not ExitCode.Success ? answer : measured.Failure;
    }

    // What is left out for want of room is to be the least of it.
    private static void WriteComment(List<CheckedBudget> results, List<ScanFinding> findings) => CommentText.Write(
        Console.Out,
        "perfevidence check",
        text => CheckMarkdown.Write(text, [.. results.OrderByDescending(r => r.State)], [.. findings.OrderByDescending(f => f.Severity)]));

    // That there is nothing to check is no good news either: an assembly may have lost its attributes.
    private static int Answer(List<(CheckedBudget Budget, ScanFinding? Finding)> checks)
    {
        // What a baseline lets through is no warning any more.
        var open = checks.Where(c => c.Finding is { IsWarning: true }).Select(c => c.Budget.State).ToHashSet();
        return checks.Exists(c => c.Finding is { Severity: DiagnosticSeverity.Error }) ? ExitCode.Findings
            : checks.Count == 0 || open.Contains(BudgetState.NoEvidence) || open.Contains(BudgetState.Stale) ? ExitCode.NotJudged
            : open.Contains(BudgetState.Partial) ? ExitCode.PartialCapture
            : ExitCode.Success;
    }
}
