using System.Text.Json;
using PerfAnalyzers.Tool.Capturing;
using PerfAnalyzers.Tool.Reporting;

namespace PerfAnalyzers.Tool.Importing.Formats;

/// <summary>SARIF 2.1, the findings of compilers and analyzers. It measures nothing: what it says stands beside what was measured.</summary>
internal sealed class SarifFormat : ICaptureFormat
{
    private const int MaxLength = 200_000_000;
    private const int MaxFindings = 100_000;

    public string Name => "sarif";

    public bool Recognizes(CaptureHead head) =>
        head.Keys.Contains("runs/[]/tool") || head.Keys.Contains("runs/[]/results") || (head.Keys.Contains("runs") && head.Text.Contains("sarif", StringComparison.OrdinalIgnoreCase));

    public void Read(CaptureInput input, Capture capture)
    {
        try
        {
            var content = input.ReadAll(MaxLength);
            using var document = JsonDocument.Parse(content.AsMemory(content is [0xEF, 0xBB, 0xBF, ..] ? 3 : 0));
            if (!document.RootElement.TryGetProperty("runs", out var runs))
                throw new CaptureException("it has no runs");

            Add(FindingLog.OfSarif(runs, f => f), Titles(runs), capture);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            throw new CaptureException("not a sound SARIF log", (e as JsonException)?.LineNumber + 1);
        }

        capture.Remark($"{input.FileName}: findings are no measurements; 'perfevidence report' shows them beside what was measured");
    }

    private static void Add(List<ReportFinding> findings, Dictionary<string, string> titles, Capture capture)
    {
        foreach (var finding in findings.Where(f => f.Rule.Length > 0))
        {
            var severity = finding.Severity is "error" or "warning" or "note" or "none" ? finding.Severity : "warning";
            var state = FindingJson.State(finding) is "other" ? null : FindingJson.State(finding);
            var key = new ToolFinding(finding.Rule, titles.GetValueOrDefault(finding.Rule), severity, finding.File, Math.Max(0, finding.Line), state);
            if (capture.Findings.Count >= MaxFindings && !capture.Findings.ContainsKey(key))
            {
                capture.Partial($"more than {MaxFindings:N0} findings; the rest is left out");
                return;
            }

            capture.Findings[key] = capture.Findings.GetValueOrDefault(key) + 1;
        }
    }

    // What a rule says of itself is the same for all programs; what it says of one place may quote it.
    private static Dictionary<string, string> Titles(JsonElement runs)
    {
        var titles = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var run in runs.EnumerateArray())
        {
            if (!run.TryGetProperty("tool", out var tool) || !tool.TryGetProperty("driver", out var driver) || !driver.TryGetProperty("rules", out var rules))
                continue;

            foreach (var rule in rules.EnumerateArray())
            {
                if (Text(rule, "id") is { Length: > 0 } id && rule.TryGetProperty("shortDescription", out var description) && Text(description, "text") is { } text)
                    titles[id] = text.Length > 200 ? text[..200] : text;
            }
        }

        return titles;
    }

    private static string? Text(JsonElement element, string name) => element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
