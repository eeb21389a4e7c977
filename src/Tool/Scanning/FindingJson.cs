using PerfAnalyzers.Tool.Reading;

namespace PerfAnalyzers.Tool.Scanning;

/// <summary>Findings for programs, information included.</summary>
internal static class FindingJson
{
    public static void Write(TextWriter output, IReadOnlyList<ScanFinding> findings) => JsonOutput.Write(output, json =>
    {
        json.WriteStartArray("findings");
        foreach (var finding in findings)
        {
            json.WriteStartObject();
            json.WriteString("id", finding.Id);
            json.WriteString("severity", finding.SeverityText);
            json.WriteString("file", finding.File);
            json.WriteNumber("line", finding.Line);
            json.WriteNumber("column", finding.Column);
            json.WriteString("message", finding.Message);
            json.WriteString("project", finding.Project);
            json.WriteStartObject("properties");
            foreach (var (key, value) in finding.Properties.OrderBy(p => p.Key, StringComparer.Ordinal))
                json.WriteString(key, value);

            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    });
}
