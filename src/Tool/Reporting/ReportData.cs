using System.Text.Json;
using PerfAnalyzers.Tool.Commands;

namespace PerfAnalyzers.Tool.Reporting;

/// <summary>Everything that the page shows.</summary>
/// <param name="Profiles">The profiles.</param>
/// <param name="Findings">The analyzers' findings.</param>
/// <param name="Root">The repository, whose source lines are shown.</param>
/// <param name="SourceLink">Where source files can be looked at, with <c>{file}</c> and <c>{line}</c>; null for nowhere.</param>
internal sealed record ReportData(IReadOnlyList<MeasuredProfile> Profiles, IReadOnlyList<ReportFinding> Findings, string Root, string? SourceLink)
{
    /// <summary>
    /// As JSON. Less-than signs, ampersands and quotes are escaped, so that no name can end the element that holds it.
    /// </summary>
    public void Write(Stream output)
    {
        using var json = new Utf8JsonWriter(output);
        json.WriteStartObject();
        DataText.Write(json, "sourceLink", SourceLink);
        json.WriteStartArray("profiles");
        foreach (var profile in Profiles)
            ProfileJson.Write(json, profile);

        json.WriteEndArray();
        FindingJson.Write(json, Findings, new(Root));
        json.WriteEndObject();
    }
}
