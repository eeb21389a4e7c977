extern alias analyzers;

using System.CommandLine;
using analyzers::PerfAnalyzers.Facts;
using PerfAnalyzers.EvidenceFormat;
using PerfAnalyzers.Tool.Baselining;
using PerfAnalyzers.Tool.Scanning;

namespace PerfAnalyzers.Tool.Commands;

/// <summary><c>perfevidence scan SOLUTION|PROJECT</c>: the analyzers over a whole solution at once.</summary>
internal static class ScanCommand
{
    private static readonly string[] Extensions = [".sln", ".slnx", ".slnf", ".csproj"];

    public static Command Create()
    {
        var path = new Argument<string>("path") { Description = "A solution or a project, restored (dotnet restore)." };
        path.OfferFiles(Extensions);
        var info = new Option<bool>("--info") { Description = "Show information as well: what is only likely, small or at startup." };
        var json = new Option<bool>("--json") { Description = "Write JSON." };
        var sarif = new Option<string?>("--sarif") { Description = "Write SARIF 2.1.0 to a file as well.", HelpName = "FILE" };
        var facts = new Option<string?>("--facts")
        {
            Description = "Write what the projects say to each other to a .perffacts file, for ordinary builds (AdditionalFiles).",
            HelpName = "FILE",
        };
        facts.Validators.Add(result =>
        {
            if (result.Tokens.Count > 0 && !result.Tokens[0].Value.EndsWith(".perffacts", StringComparison.OrdinalIgnoreCase))
                result.AddError("--facts: builds read files whose names end in .perffacts");
        });

        var baseline = BaselineOption();
        var scan = new Command("scan", "Run the analyzers over a whole solution, through every implementation in it.") { path, info, json, sarif, facts, baseline };
        scan.KeepApart(path, [baseline], [sarif, facts]);
        scan.SetAction((parsed, cancellation) => RunAsync(
            parsed.GetRequiredValue(path), parsed.GetValue(info), parsed.GetValue(json), parsed.GetValue(sarif), parsed.GetValue(facts), parsed.GetValue(baseline), cancellation));
        return scan;
    }

    /// <summary>The option of verbs that let known findings through.</summary>
    public static Option<string?> BaselineOption()
    {
        var baseline = new Option<string?>("--baseline")
        {
            Description = "Let through what this file lists (perfevidence baseline), until its day; only other findings fail.",
            HelpName = "FILE",
        };
        baseline.OfferFiles(Baseline.Extension);
        return baseline;
    }

    /// <summary>The findings of a solution or project; null when there is nothing to look at, and what to answer when not all could be seen.</summary>
    public static async Task<(IReadOnlyList<ScanFinding>? Findings, int Failure)> ScanAsync(string path, CancellationToken cancellation)
    {
        var (findings, _, failure) = await ScanAsync(path, withFacts: false, cancellation);
        return (findings, failure);
    }

    private static async Task<(IReadOnlyList<ScanFinding>? Findings, string Facts, int Failure)> ScanAsync(string path, bool withFacts, CancellationToken cancellation)
    {
        if (!Extensions.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase))
        {
            Terminal.Error($"'{path}' is neither a solution (.sln, .slnx, .slnf) nor a C# project (.csproj)");
            return (null, "", ExitCode.BadArguments);
        }

        if (!File.Exists(path))
        {
            Terminal.Error($"there is no file '{path}'");
            return (null, "", ExitCode.BadProject);
        }

        using var loaded = await LoadedSolution.OpenAsync(path, cancellation);
        foreach (var problem in loaded.Problems.Concat(loaded.Notes))
            Terminal.Error(problem);

        if (loaded.Projects.Count == 0)
        {
            Terminal.Error($"nothing to scan: '{path}' has no C# project that can be loaded");
            return (null, "", ExitCode.BadProject);
        }

        var merged = SolutionFacts.Of([.. loaded.Projects.Select(p => (p.Compilation, p.Options))], cancellation);
        var findings = await SolutionAnalysis.RunAsync(loaded.Projects, merged, cancellation);
        return (findings, withFacts ? merged : "", loaded.Problems.Count > 0 ? ExitCode.BadProject : ExitCode.Success);
    }

    private static async Task<int> RunAsync(string path, bool info, bool json, string? sarif, string? facts, string? known, CancellationToken cancellation)
    {
        var baseline = known is null ? null : BaselineReader.Read(known);
        if (known is not null && baseline is null)
            return ExitCode.BadEvidence;

        var (findings, merged, failure) = await ScanAsync(path, withFacts: facts is not null, cancellation);
        if (findings is null)
            return failure;

        var filter = baseline is null ? null : new BaselineFilter(baseline, BaselineReader.Today);
        if (filter is not null)
            findings = [.. findings.Select(filter.Apply)];

        if ((facts is not null && !OutputText.TryWrite(facts, merged)) || (sarif is not null && !OutputText.TryWrite(sarif, FindingSarif.Of(findings, "perfevidence scan"))))
            return ExitCode.OutputNotWritable;

        if (json)
            FindingJson.Write(Console.Out, findings);
        else
            FindingText.Write(Console.Out, findings, info);

        // What could not be seen was not found either.
        foreach (var stale in failure == ExitCode.Success ? filter?.Stale ?? [] : [])
            Terminal.Error($"stale in {known}: {stale}");

        return failure != ExitCode.Success ? failure : findings.Any(f => f.IsWarning) ? ExitCode.Findings : ExitCode.Success;
    }
}
