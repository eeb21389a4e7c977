using System.Text.Json;
using PerfAnalyzers.EvidenceFormat;
using PerfAnalyzers.Tool.Importing;
using PerfAnalyzers.Tool.Reading;

namespace PerfAnalyzers.Tool.Reporting;

/// <summary>Findings from SARIF 2.1 error logs - of the compiler, of <c>perfevidence scan</c>, of other tools - and from <c>scan --json</c>.</summary>
internal static class FindingLog
{
    private const long MaxLength = 200_000_000;
    private const int MaxRelated = 12;

    /// <summary>Whether a file is such a log, by its beginning. What comes through a pipe is none, because to look at it would be to take it away; SARIF is found there as a capture.</summary>
    public static bool IsOne(string path)
    {
        try
        {
            var file = InputFile.Open(path);
            if (file.IsPipe)
            {
                file.Dispose();
                return false;
            }

            using var input = CaptureInput.Open(path, opened: file);
            var keys = input.Head.Keys;
            return keys.Contains("runs") || keys.Contains("findings") ||
                (keys.Contains("$schema") && input.Head.Text.Contains("sarif", StringComparison.OrdinalIgnoreCase) && !keys.Contains("shared"));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException or CaptureException or InvalidDataException)
        {
            return false;
        }
    }

    /// <summary>Adds the findings of a log; says what is wrong with one that cannot be read.</summary>
    /// <param name="path">The log.</param>
    /// <param name="names">A file of the log as evidence names it.</param>
    /// <param name="findings">Where they are added.</param>
    public static bool TryRead(string path, Func<string, string> names, List<ReportFinding> findings)
    {
        try
        {
            if (new FileInfo(path).Length > MaxLength)
                throw new InvalidDataException();

            using var document = JsonDocument.Parse(File.ReadAllBytes(path).AsMemory(StartOf(path)));
            var root = document.RootElement;
            findings.AddRange(root.TryGetProperty("runs", out var runs) ? OfSarif(runs, names) : OfScan(root.GetProperty("findings"), names));
            return true;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException or InvalidDataException or IOException or UnauthorizedAccessException or FormatException)
        {
            Terminal.Error($"{path}: not a sound SARIF log, and not what 'scan --json' writes");
            return false;
        }
    }

    /// <summary>The findings that were imported into a profile; what they say of their place was left behind, and their rule's title is there.</summary>
    public static IEnumerable<ReportFinding> OfEvidence(EvidenceProfile profile) => profile.OfKind(RecordKind.Finding).Select(f =>
        new ReportFinding(f.Key, f[Field.Severity] ?? "", f[Field.Title] ?? "", f.File ?? "", f.SourceLine ?? 0)
        {
            Properties = f[Field.State] is { } state ? new() { ["perf.state"] = state } : new Dictionary<string, string>(),
        });

    // The compiler starts its logs with a byte order mark.
    private static int StartOf(string path)
    {
        using var file = File.OpenRead(path);
        var start = new byte[3];
        return file.ReadAtLeast(start, 3, throwOnEndOfStream: false) == 3 && start is [0xEF, 0xBB, 0xBF] ? 3 : 0;
    }

    /// <summary>The findings of the property <c>runs</c> of a log, without those that are suppressed.</summary>
    /// <param name="runs">The property.</param>
    /// <param name="names">A file of the log as evidence names it.</param>
    public static List<ReportFinding> OfSarif(JsonElement runs, Func<string, string> names)
    {
        var findings = new List<ReportFinding>();
        foreach (var run in runs.EnumerateArray())
        {
            if (run.TryGetProperty("results", out var results))
                findings.AddRange(results.EnumerateArray().Where(r => Array(r, "suppressions").Count == 0).Select(r => OfResult(r, names)));
        }

        return findings;
    }

    private static ReportFinding OfResult(JsonElement result, Func<string, string> names)
    {
        var (file, line) = Array(result, "locations").Select(l => Place(l, names)).FirstOrDefault(("", 0));
        var properties = new Dictionary<string, string>(StringComparer.Ordinal);
        if (result.TryGetProperty("properties", out var bag))
        {
            AddTo(properties, bag);

            // The compiler writes them one level deeper than others do.
            if (bag.TryGetProperty("customProperties", out var custom))
                AddTo(properties, custom);
        }

        return new(Text(result, "ruleId") ?? "", Text(result, "level") ?? "warning", result.TryGetProperty("message", out var message) ? Text(message, "text") ?? "" : "", file, line)
        {
            Properties = properties,
            Related = [.. Array(result, "relatedLocations").Take(MaxRelated).Select(l => Place(l, names)).Where(p => p.File.Length > 0)],
        };
    }

    private static IEnumerable<ReportFinding> OfScan(JsonElement findings, Func<string, string> names) => findings.EnumerateArray().Select(finding =>
    {
        var properties = new Dictionary<string, string>(StringComparer.Ordinal);
        if (finding.TryGetProperty("properties", out var bag))
            AddTo(properties, bag);

        var file = Text(finding, "file") is { Length: > 0 } captured ? names(captured) : "";
        return new ReportFinding(Text(finding, "id") ?? "", Text(finding, "severity") ?? "", Text(finding, "message") ?? "", file, Number(finding, "line")) { Properties = properties };
    });

    private static (string File, int Line) Place(JsonElement location, Func<string, string> names)
    {
        if (!location.TryGetProperty("physicalLocation", out var place) || !place.TryGetProperty("artifactLocation", out var artifact) || Text(artifact, "uri") is not { Length: > 0 } uri)
            return ("", 0);

        var path = Uri.TryCreate(uri, UriKind.Absolute, out var absolute) && absolute.IsFile ? absolute.LocalPath : Uri.UnescapeDataString(uri);
        return (names(path), place.TryGetProperty("region", out var region) ? Number(region, "startLine") : 0);
    }

    private static void AddTo(Dictionary<string, string> properties, JsonElement bag)
    {
        if (bag.ValueKind != JsonValueKind.Object)
            return;

        foreach (var property in bag.EnumerateObject().Where(p => p.Name.StartsWith("perf.", StringComparison.Ordinal)))
        {
            if (Text(bag, property.Name) is { } text)
                properties[property.Name] = text;
        }
    }

    private static List<JsonElement> Array(JsonElement element, string name) =>
        element.TryGetProperty(name, out var array) && array.ValueKind == JsonValueKind.Array ? [.. array.EnumerateArray()] : [];

    private static int Number(JsonElement element, string name) => element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) ? number : 0;

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) ? value.ValueKind switch
        {
            JsonValueKind.String => value.GetString(),
            JsonValueKind.Number => value.GetRawText(),
            _ => null,
        }
        : null;
}
