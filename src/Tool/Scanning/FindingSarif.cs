using System.Text.Json;
using Microsoft.CodeAnalysis;
using PerfAnalyzers.Tool.Reading;

namespace PerfAnalyzers.Tool.Scanning;

/// <summary>Findings as SARIF 2.1.0 (docs.oasis-open.org/sarif), as much of it as code hosts show.</summary>
internal static class FindingSarif
{
    /// <summary>The log of one run.</summary>
    /// <param name="findings">What was found.</param>
    /// <param name="driver">The tool and verb that found it.</param>
    public static string Of(IReadOnlyList<ScanFinding> findings, string driver)
    {
        using var text = new StringWriter();
        JsonOutput.Write(text, json =>
        {
            json.WriteString("$schema", "https://json.schemastore.org/sarif-2.1.0.json");
            json.WriteString("version", "2.1.0");
            json.WriteStartArray("runs");
            json.WriteStartObject();
            json.WriteStartObject("tool");
            json.WriteStartObject("driver");
            json.WriteString("name", driver);
            json.WriteEndObject();
            json.WriteEndObject();
            json.WriteStartArray("results");
            foreach (var finding in findings)
                Write(json, finding);

            json.WriteEndArray();
            json.WriteEndObject();
            json.WriteEndArray();
        });
        return text.ToString();
    }

    private static void Write(Utf8JsonWriter json, ScanFinding finding)
    {
        json.WriteStartObject();
        json.WriteString("ruleId", finding.Id);
        json.WriteString("level", finding.Severity switch { DiagnosticSeverity.Error => "error", DiagnosticSeverity.Warning => "warning", _ => "note" });
        json.WriteStartObject("message");
        json.WriteString("text", finding.Message);
        json.WriteEndObject();
        if (finding.File.Length > 0)
        {
            json.WriteStartArray("locations");
            json.WriteStartObject();
            json.WriteStartObject("physicalLocation");
            json.WriteStartObject("artifactLocation");
            json.WriteString("uri", Path.IsPathRooted(finding.File) ? new Uri(finding.File).AbsoluteUri : Uri.EscapeDataString(finding.File).Replace("%2F", "/", StringComparison.Ordinal));
            json.WriteEndObject();
            json.WriteStartObject("region");
            json.WriteNumber("startLine", finding.Line);
            json.WriteNumber("startColumn", finding.Column);
            json.WriteEndObject();
            json.WriteEndObject();
            json.WriteEndObject();
            json.WriteEndArray();
        }

        json.WriteStartObject("properties");
        foreach (var (key, value) in finding.Properties.OrderBy(p => p.Key, StringComparer.Ordinal))
            json.WriteString(key, value);

        json.WriteEndObject();
        json.WriteEndObject();
    }
}
