using System.Globalization;
using System.Text.Json;

namespace PerfAnalyzers.Tool.Fetching;

/// <summary>Zipkin, by version 2 of its HTTP interface.</summary>
internal sealed class ZipkinSource : IFetchSource
{
    public string Name => "zipkin";

    public async Task<bool> AnswersAsync(FetchClient client)
    {
        using var answer = await client.JsonAsync("api/v2/services").ConfigureAwait(false);
        return answer?.RootElement.ValueKind == JsonValueKind.Array;
    }

    // Without a service it answers for all of them.
    public async Task<IReadOnlyList<string>> FetchAsync(FetchClient client, FetchRequest request)
    {
        var files = await client.FilesAsync((request.Services.Count > 0 ? request.Services : [""]).Select(s => new FetchQuestion(Name, Path(s, request)))).ConfigureAwait(false);
        return files.Count > 0 ? files : throw client.Unlike(Name, "api/v2/traces");
    }

    private static string Path(string service, FetchRequest request)
    {
        var path = string.Create(
            CultureInfo.InvariantCulture,
            $"api/v2/traces?endTs={request.Until.ToUnixTimeMilliseconds()}&lookback={(long)request.Since.TotalMilliseconds}&limit={request.Limit}");
        return path + (service.Length == 0 ? "" : "&serviceName=" + Uri.EscapeDataString(service)) + (request.Query is null ? "" : "&" + request.Query);
    }
}
