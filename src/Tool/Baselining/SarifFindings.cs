using System.Collections.Immutable;
using System.Text.Json;
using Microsoft.CodeAnalysis;
using PerfAnalyzers.Tool.Scanning;

namespace PerfAnalyzers.Tool.Baselining;

/// <summary>The findings of our rules in a SARIF 2.1 log: of <c>scan</c> and <c>check</c>, and of the compiler (<c>ErrorLog</c>), which nests properties once more.</summary>
internal static class SarifFindings
{
    private const string Prefix = "PERF";

    /// <summary>The warnings and errors that nobody suppressed; null when the file is no such log.</summary>
    public static IReadOnlyList<ScanFinding>? TryRead(string path)
    {
        try
        {
            using var stream = File.OpenRead(path);
            using var log = JsonDocument.Parse(stream, new() { MaxDepth = 64 });
            return [.. log.RootElement.GetProperty("runs").EnumerateArray().SelectMany(Results).Select(Finding).OfType<ScanFinding>()];
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static IEnumerable<JsonElement> Results(JsonElement run) =>
        run.TryGetProperty("results", out var results) && results.ValueKind is JsonValueKind.Array ? results.EnumerateArray() : [];

    private static ScanFinding? Finding(JsonElement result)
    {
        var id = Text(result, "ruleId");
        // The level is a warning when it is left out.
        var level = Text(result, "level") ?? "warning";
        if (id?.StartsWith(Prefix, StringComparison.Ordinal) is not true || (result.TryGetProperty("suppressions", out var suppressions) && suppressions.GetArrayLength() > 0))
            return null;

        var properties = ImmutableDictionary.CreateBuilder<string, string?>();
        if (result.TryGetProperty("properties", out var bag))
        {
            AddTo(properties, bag);
            if (bag.TryGetProperty("customProperties", out var custom))
                AddTo(properties, custom);
        }

        var message = result.TryGetProperty("message", out var text) ? Text(text, "text") ?? "" : "";
        return new(FileOf(result), 1, 1, level switch { "error" => DiagnosticSeverity.Error, "warning" => DiagnosticSeverity.Warning, _ => DiagnosticSeverity.Info }, id, message, "")
        {
            Properties = properties.ToImmutable(),
        };
    }

    private static void AddTo(ImmutableDictionary<string, string?>.Builder properties, JsonElement bag)
    {
        foreach (var property in bag.EnumerateObject().Where(p => p.Value.ValueKind is JsonValueKind.String))
            properties[property.Name] = property.Value.GetString();
    }

    private static string FileOf(JsonElement result)
    {
        if (!result.TryGetProperty("locations", out var locations) || locations.GetArrayLength() == 0 ||
            !locations[0].TryGetProperty("physicalLocation", out var place) || !place.TryGetProperty("artifactLocation", out var artifact) || Text(artifact, "uri") is not { } uri)
        {
            return "";
        }

        return Uri.TryCreate(uri, UriKind.Absolute, out var absolute) && absolute.IsFile ? ScanFinding.Relative(absolute.LocalPath) : Uri.UnescapeDataString(uri);
    }

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String ? value.GetString() : null;
}
