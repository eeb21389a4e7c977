using System.Text.Json;

namespace PerfAnalyzers.Tool.Reporting;

/// <summary>Findings in the report's data, those that are known to cost first.</summary>
internal static class FindingJson
{
    private const int MaxFindings = 2_000;

    private static readonly string[] s_states = ["confirmed", "observed", "suspect", "cold"];

    public static void Write(Utf8JsonWriter json, IEnumerable<ReportFinding> findings, SourceExcerpts sources)
    {
        var sorted = findings
            .OrderBy(f => Array.IndexOf(s_states, State(f)) is >= 0 and var rank ? rank : s_states.Length)
            .ThenByDescending(f => f.Number("perf.totalMs") ?? -1)
            .ThenBy(f => f.Severity switch { "error" => 0, "warning" => 1, _ => 2 })
            .ThenBy(f => f.File, StringComparer.Ordinal)
            .ThenBy(f => f.Line)
            .ToList();
        json.WriteStartObject("findings");
        json.WriteNumber("hidden", Math.Max(0, sorted.Count - MaxFindings));
        json.WriteStartArray("rows");
        foreach (var finding in sorted.Take(MaxFindings))
            Write(json, finding, sources);

        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>One of the four words; <c>other</c> for rules that are not ours.</summary>
    public static string State(ReportFinding finding) => finding.Properties.TryGetValue("perf.state", out var state) && s_states.Contains(state) ? state : "other";

    private static void Write(Utf8JsonWriter json, ReportFinding finding, SourceExcerpts sources)
    {
        json.WriteStartObject();
        DataText.Write(json, "rule", finding.Rule);
        DataText.Write(json, "severity", finding.Severity);
        DataText.Write(json, "state", State(finding));
        DataText.Write(json, "message", finding.Message);
        DataText.Write(json, "file", finding.File);
        json.WriteNumber("line", finding.Line);
        foreach (var name in (string[])["calls", "perRoot", "totalMs", "share"])
        {
            if (finding.Number("perf." + name) is { } number)
                json.WriteNumber(name, Math.Round(number, 5));
        }

        foreach (var name in (string[])["profile", "advice", "rank", "chain"])
            DataText.Write(json, name, finding.Properties.GetValueOrDefault("perf." + name));

        if (finding.Related.Count > 0)
        {
            json.WriteStartArray("related");
            foreach (var (file, line) in finding.Related)
                json.WriteStringValue(DataText.Sound(line > 0 ? $"{file}:{line}" : file));

            json.WriteEndArray();
        }

        if (sources.Around(finding.File, finding.Line) is { } excerpt)
        {
            json.WriteNumber("first", excerpt.First);
            json.WriteStartArray("source");
            foreach (var line in excerpt.Lines)
                json.WriteStringValue(DataText.Sound(line));

            json.WriteEndArray();
        }

        json.WriteEndObject();
    }
}
