using System.CommandLine;
using PerfAnalyzers.EvidenceFormat;
using PerfAnalyzers.Tool.Checking;
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
        var sarif = new Option<string?>("--sarif") { Description = "Write SARIF 2.1.0 to a file as well.", HelpName = "FILE" };
        var junit = new Option<string?>("--junit") { Description = "Write JUnit XML to a file as well.", HelpName = "FILE" };
        var check = new Command("check", "Compare budgets with what was measured. Counts fail; timings warn, unless they exceed by more than noise.")
        {
            evidence, assembly, budgets, json, sarif, junit,
        };
        check.SetAction(parsed => Run(
            parsed.GetValue(evidence) ?? [], parsed.GetValue(assembly) ?? [], parsed.GetValue(budgets) ?? [],
            parsed.GetValue(json), parsed.GetValue(sarif), parsed.GetValue(junit)));
        return check;
    }

    private static int Run(string[] evidence, string[] assemblies, string[] files, bool json, string? sarif, string? junit)
    {
        if (assemblies.Length == 0 && files.Length == 0)
            files = [.. PerfDirectory.Files(BudgetFile.Extension)];

        if (assemblies.Length == 0 && files.Length == 0)
        {
            Terminal.Error($"no budgets: name an assembly with --assembly or a file with --budgets; there is no {BudgetFile.Extension} file in a .perf directory here or above");
            return ExitCode.BadArguments;
        }

        var inputs = new BudgetInputs();
        foreach (var path in assemblies)
            inputs.AddAssemblies(path);
        foreach (var path in files)
            inputs.AddFile(path);

        var (profiles, sound) = EvidenceArguments.Read(evidence);
        var source = new MeasuredSource(PerfDirectory.Root(), inputs.Checksums);
        var results = inputs.Budgets.Select(b => CheckedBudget.Of(b, profiles, source)).ToList();
        var findings = results.Select(CheckFinding.Of).OfType<ScanFinding>().ToList();
        if ((sarif is not null && !OutputText.TryWrite(sarif, FindingSarif.Of(findings, Driver))) || (junit is not null && !OutputText.TryWrite(junit, CheckJUnit.Of(results))))
            return ExitCode.OutputNotWritable;

        if (json)
            CheckJson.Write(Console.Out, results);
        else
            CheckText.Write(Terminal.Output(), Console.Out, results);

        return inputs.Failure != ExitCode.Success ? inputs.Failure : !sound ? ExitCode.BadEvidence : Answer(results);
    }

    // That there is nothing to check is no good news either: an assembly may have lost its attributes.
    private static int Answer(List<CheckedBudget> results) =>
        results.Exists(r => r.State is BudgetState.Broken) ? ExitCode.Findings
        : results.Count == 0 || results.Exists(r => r.State is BudgetState.NoEvidence or BudgetState.Stale) ? ExitCode.NotJudged
        : ExitCode.Success;
}
