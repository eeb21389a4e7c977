using System.Text.Json;

namespace PerfAnalyzers.Tool.Fetching;

/// <summary>Names out of an answer.</summary>
internal static class FetchedNames
{
    private const int Most = 200;

    /// <summary>The texts of a list; none of anything else.</summary>
    public static IEnumerable<string> Of(JsonElement list) => list.ValueKind != JsonValueKind.Array
        ? []
        : list.EnumerateArray().Where(e => e.ValueKind == JsonValueKind.String).Select(e => e.GetString()!).Where(n => n.Length > 0).Take(Most);
}
