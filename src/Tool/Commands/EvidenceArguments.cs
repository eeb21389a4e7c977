using System.CommandLine;
using PerfAnalyzers.EvidenceFormat;
using PerfAnalyzers.Tool.Reading;

namespace PerfAnalyzers.Tool.Commands;

/// <summary>The files that a reading verb reads.</summary>
internal static class EvidenceArguments
{
    public static Argument<string[]> Files()
    {
        var files = new Argument<string[]>("file")
        {
            Description = "Evidence files (default: those of the .perf directory found upwards).",
            Arity = ArgumentArity.ZeroOrMore,
        };
        // An option that is misspelt would be a file that does not exist.
        files.Validators.Add(result =>
        {
            foreach (var token in result.Tokens.Where(t => t.Value.StartsWith('-')))
                result.AddError($"unrecognized option '{token.Value}'");
        });
        return files;
    }

    /// <summary>Their profiles; unsound when a file is missing, a line is bad or there is nothing to read.</summary>
    public static (IReadOnlyList<EvidenceProfile> Profiles, bool Sound) Read(IReadOnlyList<string> files)
    {
        if (files.Count == 0)
            files = PerfDirectory.Files();

        if (files.Count == 0)
        {
            Terminal.Error("no evidence: there is no .perf directory here or above with a .perfevidence file in it");
            return ([], false);
        }

        var profiles = new List<EvidenceProfile>();
        var sound = true;
        foreach (var file in files)
        {
            var (found, good) = EvidenceReader.Read(file);
            profiles.AddRange(found);
            sound &= good;
        }

        return (profiles, sound);
    }
}
