using System.CommandLine;
using PerfAnalyzers.Tool.Capturing;
using PerfAnalyzers.Tool.Converting;
using PerfAnalyzers.Tool.Importing;
using PerfAnalyzers.Tool.Reading;
using PerfAnalyzers.Tool.Running;
using PerfAnalyzers.Tool.Sources;

namespace PerfAnalyzers.Tool.Commands;

/// <summary>What every reading verb reads: evidence, and captures of any format as the evidence that <c>import</c> would make of them.</summary>
internal sealed class EvidenceArguments
{
    /// <summary>How files that these verbs read are usually called; they are recognised by content.</summary>
    public static readonly string[] CaptureNames =
        [".perfevidence", ".nettrace", ".speedscope.json", ".cpuprofile", ".heapprofile", ".heapsnapshot", ".gcdump", ".folded", ".pb.gz", ".pprof", ".prof", ".har", ".jsonl", ".sqlplan", ".sarif"];

    private readonly SourceOptions _source = new();
    private readonly Option<bool> _quiet = new("--quiet", "-q") { Description = "Say nothing about captures but what is wrong." };

    /// <summary>The files of a verb that takes any number of them.</summary>
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
        files.OfferFiles(CaptureNames);
        return files;
    }

    /// <summary>Adds the options about captures.</summary>
    public void AddTo(Command command)
    {
        _source.AddTo(command);
        command.Add(_quiet);
    }

    /// <summary>What captured places are here.</summary>
    public PlaceResolver Places(ParseResult parsed) => _source.Of(parsed);

    /// <summary>Reads them; what is wrong with one goes to standard error.</summary>
    public MeasuredInput Read(ParseResult parsed, IReadOnlyList<string> files)
    {
        if (files.Count == 0)
            files = PerfDirectory.Files();

        if (files.Count == 0)
        {
            Terminal.Error("no evidence: there is no .perf directory here, or above in the repository, with a .perfevidence file in it");
            return new([], ExitCode.BadEvidence);
        }

        var (symbols, quiet) = (_source.Symbols(parsed), parsed.GetValue(_quiet));
        var places = new Lazy<PlaceResolver>(() => _source.Of(parsed));
        var profiles = new List<MeasuredProfile>();
        var failure = ExitCode.Success;
        foreach (var file in files)
        {
            using var opened = InputFile.TryOpen(file, EvidenceReader.StartLength);
            var code = EvidenceReader.IsEvidence(file, opened) ? ReadEvidence(file, opened, profiles) : ReadCapture(file, opened, places, symbols, quiet, profiles);
            if (code == ExitCode.BadEvidence || failure == ExitCode.Success)
                failure = code;
        }

        return new(profiles, failure);
    }

    private static int ReadEvidence(string file, InputFile? opened, List<MeasuredProfile> profiles)
    {
        var (found, sound) = EvidenceReader.Read(file, opened);
        profiles.AddRange(found.Select(p => new MeasuredProfile(p, null)));
        return sound ? ExitCode.Success : ExitCode.BadEvidence;
    }

    private static int ReadCapture(string file, InputFile? opened, Lazy<PlaceResolver> places, IReadOnlyList<string> symbols, bool quiet, List<MeasuredProfile> profiles)
    {
        var capture = new Capture();
        if (!CaptureReader.Read(file, capture, symbols, quiet, opened))
            return ExitCode.BadEvidence;

        // That a part is missing is wrong; the rest is good to know.
        foreach (var remark in quiet && !capture.IsPartial ? [] : capture.Remarks)
            Terminal.Error(remark);

        profiles.Add(new(new CaptureEvidence(capture, places.Value).Profile(ProfileName.OfFile(file), commit: null), capture));
        return capture.IsPartial ? ExitCode.PartialCapture : ExitCode.Success;
    }
}
