using System.Globalization;
using System.Text.Json;

namespace PerfAnalyzers.Tool.Fetching;

/// <summary>Jaeger, by the HTTP interface of its query service.</summary>
internal sealed class JaegerSource : IFetchSource
{
    public string Name => "jaeger";

    public async Task<bool> AnswersAsync(FetchClient client) => await ServicesAsync(client).ConfigureAwait(false) is not null;

    public async Task<IReadOnlyList<string>> FetchAsync(FetchClient client, FetchRequest request)
    {
        var services = request.Services.Count > 0 ? request.Services : await ServicesAsync(client).ConfigureAwait(false) ?? [];
        return await client.FilesAsync(services.Select(s => new FetchQuestion(Name, Path(s, request)))).ConfigureAwait(false);
    }

    private static string Path(string service, FetchRequest request) => string.Create(
        CultureInfo.InvariantCulture,
        $"api/traces?service={Uri.EscapeDataString(service)}&lookback=custom&start={Micros(request.From)}&end={Micros(request.Until)}&limit={request.Limit}{(request.Query is null ? "" : "&" + request.Query)}");

    // Its own requests are not the program's.
    private static async Task<List<string>?> ServicesAsync(FetchClient client)
    {
        using var answer = await client.JsonAsync("api/services").ConfigureAwait(false);
        return answer?.RootElement is { ValueKind: JsonValueKind.Object } root && root.TryGetProperty("data", out var data) && data.ValueKind is JsonValueKind.Array or JsonValueKind.Null
            ? FetchedNames.Of(data).Where(s => !s.StartsWith("jaeger", StringComparison.OrdinalIgnoreCase)).ToList()
            : null;
    }

    private static long Micros(DateTimeOffset time) => (time - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
}
