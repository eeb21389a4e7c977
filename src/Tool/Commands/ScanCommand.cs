extern alias analyzers;

using System.CommandLine;
using analyzers::PerfAnalyzers.Facts;
using PerfAnalyzers.Tool.Scanning;

namespace PerfAnalyzers.Tool.Commands;

/// <summary><c>perfevidence scan SOLUTION|PROJECT</c>: the analyzers over a whole solution at once.</summary>
internal static class ScanCommand
{
    private static readonly string[] Extensions = [".sln", ".slnx", ".slnf", ".csproj"];

    public static Command Create()
    {
        var path = new Argument<string>("path") { Description = "A solution or a project, restored (dotnet restore)." };
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

        var scan = new Command("scan", "Run the analyzers over a whole solution, through every implementation in it.") { path, info, json, sarif, facts };
        scan.SetAction((parsed, cancellation) => RunAsync(
            parsed.GetRequiredValue(path), parsed.GetValue(info), parsed.GetValue(json), parsed.GetValue(sarif), parsed.GetValue(facts), cancellation));
        return scan;
    }

    private static async Task<int> RunAsync(string path, bool info, bool json, string? sarif, string? facts, CancellationToken cancellation)
    {
        if (!Extensions.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase))
        {
            Terminal.Error($"'{path}' is neither a solution (.sln, .slnx, .slnf) nor a C# project (.csproj)");
            return ExitCode.BadArguments;
        }

        if (!File.Exists(path))
        {
            Terminal.Error($"there is no file '{path}'");
            return ExitCode.BadProject;
        }

        using var loaded = await LoadedSolution.OpenAsync(path, cancellation);
        foreach (var problem in loaded.Problems)
            Terminal.Error(problem);

        if (loaded.Projects.Count == 0)
        {
            Terminal.Error($"nothing to scan: '{path}' has no C# project that can be loaded");
            return ExitCode.BadProject;
        }

        var merged = SolutionFacts.Of([.. loaded.Projects.Select(p => (p.Compilation, p.Options))], cancellation);
        var findings = await SolutionAnalysis.RunAsync(loaded.Projects, merged, cancellation);
        if ((facts is not null && !OutputText.TryWrite(facts, merged)) || (sarif is not null && !OutputText.TryWrite(sarif, FindingSarif.Of(findings, "perfevidence scan"))))
            return ExitCode.OutputNotWritable;

        if (json)
            FindingJson.Write(Console.Out, findings);
        else
            FindingText.Write(Console.Out, findings, info);

        return loaded.Problems.Count > 0 ? ExitCode.BadProject : findings.Any(f => f.IsWarning) ? ExitCode.Findings : ExitCode.Success;
    }
}
