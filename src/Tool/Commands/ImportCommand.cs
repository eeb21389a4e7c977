using System.CommandLine;
using PerfAnalyzers.Tool.Capturing;
using PerfAnalyzers.Tool.Importing;
using PerfAnalyzers.Tool.Reading;
using PerfAnalyzers.Tool.Running;
using PerfAnalyzers.Tool.Sources;

namespace PerfAnalyzers.Tool.Commands;

/// <summary><c>perfevidence import FILE...</c>: captures of any known format become one profile of evidence.</summary>
internal static class ImportCommand
{
    public static Command Create()
    {
        var files = new Argument<string[]>("file") { Description = "What was captured: " + Formats + ".", Arity = ArgumentArity.OneOrMore };
        files.OfferFiles(EvidenceArguments.CaptureNames);
        var profile = new Option<string?>("--profile") { Description = "The profile's name (default: the first file's).", HelpName = "NAME" };
        profile.OfferProfiles();
        profile.Validators.Add(ProfileName.Validate);
        var output = new Option<string?>("--output", "-o")
        {
            Description = "A directory, or a file ending in .perfevidence (default: .perf next to the solution or .git).",
            HelpName = "DIR|FILE",
        };
        var commit = new Option<string?>("--commit") { Description = "The commit that was measured (default: not said).", HelpName = "SHA" };
        var source = new SourceOptions();
        var json = new Option<bool>("--json") { Description = "Write what was imported as JSON to standard output." };
        var quiet = new Option<bool>("--quiet", "-q") { Description = "Say nothing but what is wrong." };
        var import = new Command("import", "Turn captures of profilers, tracers and databases into evidence.") { files, profile, output, commit, json, quiet };
        source.AddTo(import);
        import.SetAction(parsed =>
        {
            var paths = parsed.GetRequiredValue(files);
            var name = parsed.GetValue(profile) ?? ProfileName.OfFile(paths[0]);
            return Run(new(paths, name, parsed.GetValue(commit), parsed.GetValue(json), parsed.GetValue(quiet)), OutputFile.For(parsed.GetValue(output), name), source.Of(parsed), source.Symbols(parsed));
        });
        return import;
    }

    private static string Formats => string.Join(", ", CaptureFormats.All.Select(f => f.Name).Order(StringComparer.Ordinal));

    private static int Run(ImportRequest request, OutputFile output, PlaceResolver places, IReadOnlyList<string> symbols)
    {
        var capture = new Capture();
        var sound = CaptureReader.ReadAll(request.Files, capture, symbols, request.Quiet);
        if (!sound)
            return ExitCode.BadEvidence;

        // Another commit's files are not here to look at.
        var isOther = request.Commit is { } commit && GitHead.Commit(PerfDirectory.Root()) is { } head && !commit.StartsWith(head, StringComparison.OrdinalIgnoreCase) && !head.StartsWith(commit, StringComparison.OrdinalIgnoreCase);
        return CaptureOutput.Write(capture, request, output, isOther ? places.WithoutVersions() : places);
    }
}
