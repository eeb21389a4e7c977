using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using PerfAnalyzers.EvidenceFormat;
using PerfAnalyzers.Tool.Baselining;
using PerfAnalyzers.Tool.Reading;
using PerfAnalyzers.Tool.Scanning;

namespace PerfAnalyzers.Tool.Commands;

/// <summary><c>perfevidence baseline SOLUTION|PROJECT|SARIF...</c>: today's findings, with a reason and a day on which they lapse.</summary>
internal static class BaselineCommand
{
    private const string DefaultReason = "known when the rules were adopted";
    private const int DefaultDays = 180;
    private const int MaxDays = 3650;

    private static readonly string[] s_logs = [".sarif", ".json"];

    public static Command Create()
    {
        var paths = new Argument<string[]>("path")
        {
            Description = "A solution or project to scan, or SARIF logs: of scan, of check, or of the compiler (ErrorLog).",
            Arity = ArgumentArity.OneOrMore,
        };
        paths.OfferFiles(".sln", ".slnx", ".slnf", ".csproj", ".sarif");
        var output = new Option<string?>("--output", "-o") { Description = "The file to write or bring up to date (default: .perf/findings.perfbaseline).", HelpName = "FILE" };
        output.Validators.Add(result =>
        {
            if (result.Tokens.Count > 0 && !Baseline.IsBaseline(result.Tokens[0].Value))
                result.AddError($"--output: builds read files whose names end in {Baseline.Extension}");
        });
        var because = new Option<string>("--because") { Description = "The reason of new entries.", HelpName = "TEXT", DefaultValueFactory = _ => DefaultReason };
        because.Validators.Add(result =>
        {
            if (result.Tokens.Count > 0 && (result.Tokens[0].Value.Any(char.IsControl) || !Baseline.CanHold(new("PERF1001", "M:Any", 1, In(0), result.Tokens[0].Value))))
                result.AddError("--because: expected one line of text");
        });
        var expires = new Option<string?>("--expires") { Description = $"The last day of new entries, 2027-05-26, or in so many days, 90d (default: {DefaultDays}d).", HelpName = "DAY", CustomParser = ParseDay };
        var baseline = new Command("baseline", "Write today's findings to a file that lets them through until a day, so that only new ones fail.") { paths, output, because, expires };
        baseline.SetAction((parsed, cancellation) => RunAsync(
            parsed.GetRequiredValue(paths), parsed.GetValue(output) ?? Path.Combine(PerfDirectory.Root(), PerfDirectory.Name, "findings" + Baseline.Extension),
            parsed.GetValue(because)!, parsed.GetValue(expires) ?? In(DefaultDays), cancellation));
        return baseline;
    }

    private static async Task<int> RunAsync(string[] paths, string output, string because, string expires, CancellationToken cancellation)
    {
        var findings = new List<ScanFinding>();
        foreach (var path in paths)
        {
            var (found, failure) = s_logs.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase) ? Log(path) : await ScanCommand.ScanAsync(path, cancellation);
            // With half of the findings the other half would be new.
            if (found is null || failure != ExitCode.Success)
                return failure;

            if (found.FirstOrDefault(f => (f.IsWarning || f.IsKnown) && !Baseline.CanHold(new(f.Id, f.Key, 1, expires, because))) is { } other)
            {
                Terminal.Error($"{path}: '{EvidenceParser.Excerpt(other.Id)}' of '{EvidenceParser.Excerpt(other.Key)}' cannot be listed: a baseline would read something else in it");
                return ExitCode.BadEvidence;
            }

            findings.AddRange(found);
        }

        var earlier = File.Exists(output) ? BaselineReader.Read(output) : null;
        if (earlier is null && File.Exists(output))
            return ExitCode.BadEvidence;

        var entries = NewBaseline.Of(findings, earlier, because, expires, BaselineReader.Today);
        if (Path.GetDirectoryName(output) is { Length: > 0 } directory && Path.GetFileName(directory) == PerfDirectory.Name && Directory.Exists(Path.GetDirectoryName(Path.GetFullPath(directory))))
            Directory.CreateDirectory(directory);

        if (!OutputText.TryWrite(output, Baseline.Write(entries, earlier)))
            return ExitCode.OutputNotWritable;

        var gone = earlier?.Entries.Where(e => !entries.Any(n => n.Rule == e.Rule && n.Key == e.Key)).ToList() ?? [];
        foreach (var entry in gone)
        {
            foreach (var comment in entry.Comments)
                Terminal.Error($"removed with '{entry.Rule} {entry.Key}': {comment}");
        }

        var added = entries.Count(e => earlier?.Find(e.Rule, e.Key) is null);
        Terminal.Error(string.Create(CultureInfo.InvariantCulture, $"{entries.Sum(e => e.Count)} findings in {entries.Count} entries, {added} new, {gone.Count} removed -> {Path.GetRelativePath(Directory.GetCurrentDirectory(), output)}"));
        return ExitCode.Success;
    }

    private static (IReadOnlyList<ScanFinding>? Findings, int Failure) Log(string path)
    {
        if (SarifFindings.TryRead(path) is { } findings)
            return (findings, ExitCode.Success);

        Terminal.Error(File.Exists(path) ? $"'{path}' is no SARIF 2.1 log" : $"there is no file '{path}'");
        return (null, ExitCode.BadEvidence);
    }

    private static string? ParseDay(ArgumentResult result)
    {
        var text = result.Tokens[^1].Value;
        if (Baseline.Day(text) is { } day)
        {
            // Such entries would let nothing through, without a word.
            if (string.CompareOrdinal(day, BaselineReader.Today) < 0)
                result.AddError($"--expires: {day} is past; the last day of an entry is today or later");

            return day;
        }

        if (text.EndsWith('d') && int.TryParse(text[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var days) && days <= MaxDays)
            return In(days);

        result.AddError("--expires: expected a day such as 2027-05-26, or a number of days such as 90d");
        return null;
    }

    private static string In(int days) => Baseline.Day(DateTime.UtcNow.AddDays(days));
}
