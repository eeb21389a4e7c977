using System.Globalization;
using System.Text.Json;

namespace PerfAnalyzers.Tool.Fetching;

/// <summary>Grafana Tempo: traces are searched, and then asked for one by one.</summary>
internal sealed class TempoSource : IFetchSource
{
    public string Name => "tempo";

    public async Task<bool> AnswersAsync(FetchClient client) => (await client.TextAsync("api/echo").ConfigureAwait(false))?.Trim() == "echo";

    public async Task<IReadOnlyList<string>> FetchAsync(FetchClient client, FetchRequest request)
    {
        var found = await client.FilesAsync(Queries(request).Select(q => new FetchQuestion("search", Search(q, request)))).ConfigureAwait(false);
        if (found.Count == 0)
            throw client.Unlike(Name, "api/search");

        var ids = found.SelectMany(Ids).Distinct(StringComparer.OrdinalIgnoreCase);
        return await client.FilesAsync(ids.Select(id => new FetchQuestion(Name, $"api/traces/{id}") { Otherwise = $"api/v2/traces/{id}" })).ConfigureAwait(false);
    }

    private static string Search(string query, FetchRequest request) => string.Create(
        CultureInfo.InvariantCulture,
        $"api/search?q={Uri.EscapeDataString(query)}&limit={request.Limit}&start={request.From.ToUnixTimeSeconds()}&end={request.Until.ToUnixTimeSeconds() + 1}");

    private static IEnumerable<string> Queries(FetchRequest request) => request.Query is { } query
        ? [query]
        : request.Services.Count == 0 ? ["{}"] : request.Services.Select(s => $"{{ resource.service.name = \"{s.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\" }}");

    // An id becomes part of an address: it is one, or it is left out.
    private static List<string> Ids(string file)
    {
        var ids = new List<string>();
        try
        {
            using var answer = JsonDocument.Parse(File.ReadAllBytes(file));
            if (answer.RootElement.ValueKind != JsonValueKind.Object || !answer.RootElement.TryGetProperty("traces", out var traces) || traces.ValueKind != JsonValueKind.Array)
                return ids;

            foreach (var trace in traces.EnumerateArray())
            {
                if (trace.ValueKind == JsonValueKind.Object && trace.TryGetProperty("traceID", out var id) && id.ValueKind == JsonValueKind.String && id.GetString() is { Length: > 0 and <= 32 } text && text.All(char.IsAsciiHexDigit))
                    ids.Add(text);
            }
        }
        catch (JsonException)
        {
            throw new FetchException("the search of Tempo does not answer with JSON");
        }

        return ids;
    }
}
