using System.Text;
using System.Text.Json;
using PerfAnalyzers.Tool.Commands;
using PerfAnalyzers.Tool.Listing;

namespace PerfAnalyzers.Tool.Reporting;

/// <summary>Everything that the page shows, in the order in which it shows it.</summary>
/// <param name="Profiles">The profiles.</param>
/// <param name="Findings">The analyzers' findings, the most expensive first.</param>
internal sealed record ReportData(IReadOnlyList<MeasuredProfile> Profiles, IReadOnlyList<ReportFinding> Findings)
{
    private const int MaxRows = 200;

    public static ReportData Of(IReadOnlyList<MeasuredProfile> profiles, IEnumerable<ReportFinding> findings) =>
        new(profiles, [.. findings.OrderByDescending(f => f.TotalMs ?? -1).ThenBy(f => f.File, StringComparer.Ordinal).ThenBy(f => f.Line)]);

    /// <summary>
    /// As JSON. Less-than signs, ampersands and quotes are escaped, so that no name can end the element that holds it.
    /// </summary>
    public string ToJson()
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, new() { MaxDepth = 2000 }))
        {
            json.WriteStartObject();
            json.WriteStartArray("profiles");
            foreach (var profile in Profiles)
                ReportJson.Profile(json, profile, FlatList.Of(profile.Profile, TopSort.Of("own"), MaxRows));

            json.WriteEndArray();
            json.WriteStartArray("findings");
            foreach (var finding in Findings)
                ReportJson.Finding(json, finding);

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }
}
