using System.Globalization;
using System.Text.Json;

namespace PerfAnalyzers.Tool.Reporting;

/// <summary>Findings from SARIF 2.1 error logs: of the compiler, and of <c>perfevidence scan</c>.</summary>
internal static class SarifLog
{
    private const long MaxLength = 200_000_000;

    /// <summary>Whether a file is such a log, by its beginning.</summary>
    public static bool IsOne(string path)
    {
        try
        {
            using var input = Importing.CaptureInput.Open(path);
            return input.Head.Keys.Contains("runs") || (input.Head.Text.Contains("sarif", StringComparison.OrdinalIgnoreCase) && input.Head.Keys.Contains("$schema") && !input.Head.Keys.Contains("shared"));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException or Importing.CaptureException)
        {
            return false;
        }
    }

    /// <summary>Adds the findings of a log; says what is wrong with one that cannot be read.</summary>
    public static bool TryRead(string path, List<ReportFinding> findings)
    {
        try
        {
            if (new FileInfo(path).Length > MaxLength)
                throw new InvalidDataException();

            using var document = JsonDocument.Parse(File.ReadAllBytes(path));
            foreach (var run in document.RootElement.GetProperty("runs").EnumerateArray())
            {
                if (!run.TryGetProperty("results", out var results))
                    continue;

                foreach (var result in results.EnumerateArray())
                    findings.Add(Finding(result));
            }

            return true;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException or InvalidDataException or IOException or UnauthorizedAccessException or FormatException)
        {
            Terminal.Error($"{path}: not a sound SARIF log");
            return false;
        }
    }

    private static ReportFinding Finding(JsonElement result)
    {
        var (file, line) = Place(result);
        return new(
            Text(result, "ruleId") ?? "",
            Property(result, "perf.state"),
            (result.TryGetProperty("message", out var message) ? Text(message, "text") : null) ?? "",
            file,
            line,
            Number(Property(result, "perf.totalMs")),
            Number(Property(result, "perf.perRoot")));
    }

    private static (string File, int Line) Place(JsonElement result)
    {
        if (!result.TryGetProperty("locations", out var locations) || locations.ValueKind != JsonValueKind.Array || locations.GetArrayLength() == 0 ||
            !locations[0].TryGetProperty("physicalLocation", out var place))
        {
            return ("", 0);
        }

        var uri = (place.TryGetProperty("artifactLocation", out var artifact) ? Text(artifact, "uri") : null) ?? "";
        var line = place.TryGetProperty("region", out var region) && region.TryGetProperty("startLine", out var start) && start.TryGetInt32(out var number) ? number : 0;
        return (Relative(uri), line);
    }

    // Absolute paths may hold a user's name; the report is made to be handed on.
    private static string Relative(string uri)
    {
        var path = Uri.TryCreate(uri, UriKind.Absolute, out var absolute) && absolute.IsFile ? absolute.LocalPath : Uri.UnescapeDataString(uri);
        return Path.IsPathRooted(path) ? new Collector.Symbols.SourcePaths(Reading.PerfDirectory.Root()).Name(path) : path;
    }

    // The compiler writes them one level deeper than others do.
    private static string? Property(JsonElement result, string name)
    {
        if (!result.TryGetProperty("properties", out var properties) || properties.ValueKind != JsonValueKind.Object)
            return null;

        return Text(properties, name) ?? (properties.TryGetProperty("customProperties", out var custom) && custom.ValueKind == JsonValueKind.Object ? Text(custom, name) : null);
    }

    private static string? Text(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) ? value.ValueKind switch
        {
            JsonValueKind.String => value.GetString(),
            JsonValueKind.Number => value.GetRawText(),
            _ => null,
        }
        : null;

    private static double? Number(string? text) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;
}
