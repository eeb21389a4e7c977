using System.CommandLine;
using PerfAnalyzers.EvidenceFormat;
using PerfAnalyzers.Tool.Capturing;
using PerfAnalyzers.Tool.Converting;
using PerfAnalyzers.Tool.Importing;
using PerfAnalyzers.Tool.Reading;
using PerfAnalyzers.Tool.Running;
using PerfAnalyzers.Tool.Sources;

namespace PerfAnalyzers.Tool.Commands;

/// <summary>The files that a reading verb reads.</summary>
internal static class EvidenceArguments
{
    public static Argument<string[]> Files()
    {
        var files = new Argument<string[]>("file")
        {
            Description = "Evidence files, or captures of any format that 'import' knows (default: the evidence of the .perf directory found upwards).",
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
        var (profiles, sound) = ReadAll(files, quiet: false);
        return ([.. profiles.Select(p => p.Profile)], sound);
    }

    /// <summary>Their profiles, with the captures that some of them were made of.</summary>
    public static (IReadOnlyList<MeasuredProfile> Profiles, bool Sound) ReadAll(IReadOnlyList<string> files, bool quiet)
    {
        if (files.Count == 0)
            files = PerfDirectory.Files();

        if (files.Count == 0)
        {
            Terminal.Error("no evidence: there is no .perf directory here or above with a .perfevidence file in it");
            return ([], false);
        }

        var profiles = new List<MeasuredProfile>();
        var places = new Lazy<PlaceResolver>(() => PlaceResolver.Here([], []));
        var sound = true;
        foreach (var file in files)
        {
            if (CaptureReader.IsEvidence(file))
            {
                var (found, good) = EvidenceReader.Read(file);
                profiles.AddRange(found.Select(p => new MeasuredProfile(p, null)));
                sound &= good;
            }
            else if (ReadCapture(file, places.Value, quiet) is { } profile)
            {
                profiles.Add(profile);
                sound &= !profile.Capture!.IsPartial;
            }
            else
            {
                sound = false;
            }
        }

        return (profiles, sound);
    }

    private static MeasuredProfile? ReadCapture(string file, PlaceResolver places, bool quiet)
    {
        var capture = new Capture();
        if (!CaptureReader.Read(file, capture, [], quiet))
            return null;

        foreach (var remark in capture.Remarks)
            Terminal.Error(remark);

        return new(new CaptureEvidence(capture, places).Profile(ProfileName.OfFile(file), commit: null), capture);
    }
}
