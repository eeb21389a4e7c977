using System.Globalization;
using PerfAnalyzers.EvidenceFormat;
using PerfAnalyzers.Tool.Capturing;
using PerfAnalyzers.Tool.Reading;

namespace PerfAnalyzers.Tool.Commands;

/// <summary>What <c>import</c> says when it is done.</summary>
internal static class ImportReport
{
    public static void Write(Capture capture, EvidenceProfile profile, string path, ImportRequest request)
    {
        if (!request.Quiet)
        {
            foreach (var remark in capture.Remarks)
                Terminal.Error(remark);
        }

        if (request.Json)
            WriteJson(capture, profile, path);
        else if (!request.Quiet)
            Console.Out.WriteLine(Terminal.Plain($"{path}: {Summary(profile)}, from {string.Join(", ", capture.Formats)}"));
    }

    private static void WriteJson(Capture capture, EvidenceProfile profile, string path) => JsonOutput.Write(Console.Out, json =>
    {
        json.WriteString("profile", profile.Name);
        json.WriteString("file", path);
        json.WriteStartArray("formats");
        foreach (var format in capture.Formats)
            json.WriteStringValue(format);

        json.WriteEndArray();
        json.WriteBoolean("partial", capture.IsPartial);
        json.WriteStartObject("records");
        foreach (var kind in profile.Records.GroupBy(r => r.Kind).OrderBy(g => g.Key, StringComparer.Ordinal))
            json.WriteNumber(kind.Key, kind.Count());

        json.WriteEndObject();
        json.WriteStartArray("remarks");
        foreach (var remark in capture.Remarks)
            json.WriteStringValue(remark);

        json.WriteEndArray();
    });

    // 3 endpoints, 12 sites, 40 methods
    private static string Summary(EvidenceProfile profile)
    {
        var parts = RecordKind.Order
            .Select(k => (Kind: k, Count: profile.OfKind(k).Count()))
            .Where(p => p.Count > 0)
            .Select(p => string.Create(CultureInfo.InvariantCulture, $"{p.Count:N0} {p.Kind}{(p.Count == 1 ? "" : "s")}"))
            .ToList();
        return parts.Count == 0 ? "no code of this repository" : string.Join(", ", parts);
    }
}
