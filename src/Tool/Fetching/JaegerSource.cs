using System.Globalization;
using System.Text.Json;

namespace PerfAnalyzers.Tool.Fetching;

/// <summary>Jaeger, by the HTTP interface of its query service.</summary>
internal sealed class JaegerSource : IFetchSource
{
    private const string Services = "api/services";

    public string Name => "jaeger";

    public async Task<bool> AnswersAsync(FetchClient client) => await ServicesAsync(client).ConfigureAwait(false) is not null;

    public async Task<IReadOnlyList<string>> FetchAsync(FetchClient client, FetchRequest request)
    {
        var services = request.Services.Count > 0 ? request.Services : await ServicesAsync(client).ConfigureAwait(false) ?? throw client.Unlike(Name, Services);
        var files = await client.FilesAsync(services.Select(s => new FetchQuestion(Name, Path(s, request)))).ConfigureAwait(false);

        // A service without traces is an answer, too.
        return files.Count > 0 || services.Count == 0 ? files : throw client.Unlike(Name, "api/traces");
    }

    private static string Path(string service, FetchRequest request) => string.Create(
        CultureInfo.InvariantCulture,
        $"api/traces?service={Uri.EscapeDataString(service)}&lookback=custom&start={Micros(request.From)}&end={Micros(request.Until)}&limit={request.Limit}{(request.Query is null ? "" : "&" + request.Query)}");

    // Its own requests are not the program's.
    private static async Task<List<string>?> ServicesAsync(FetchClient client)
    {
        using var answer = await client.JsonAsync(Services).ConfigureAwait(false);
        return answer?.RootElement is { ValueKind: JsonValueKind.Object } root && root.TryGetProperty("data", out var data) && data.ValueKind is JsonValueKind.Array or JsonValueKind.Null
            ? FetchedNames.Of(data).Where(s => !s.StartsWith("jaeger", StringComparison.OrdinalIgnoreCase)).ToList()
            : null;
    }

    private static long Micros(DateTimeOffset time) => (time - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
}
