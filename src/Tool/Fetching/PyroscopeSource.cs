using System.Globalization;
using System.Text.Json;
using Google.Protobuf;

namespace PerfAnalyzers.Tool.Fetching;

/// <summary>Pyroscope: profiles of processor time and allocation, in pprof where the server merges them so, otherwise as what its page draws.</summary>
internal sealed class PyroscopeSource : IFetchSource
{
    private const string Services = "pyroscope/label-values?label=service_name";

    private static readonly string[] s_types = ["process_cpu:cpu:nanoseconds:cpu:nanoseconds", "memory:alloc_space:bytes:space:bytes"];

    public string Name => "pyroscope";

    public async Task<bool> AnswersAsync(FetchClient client) => await ServicesAsync(client).ConfigureAwait(false) is not null;

    public async Task<IReadOnlyList<string>> FetchAsync(FetchClient client, FetchRequest request)
    {
        var services = request.Query is not null || request.Services.Count > 0 ? request.Services : await ServicesAsync(client).ConfigureAwait(false) ?? throw client.Unlike(Name, Services);
        var queries = request.Query is { } query ? [query] : services.SelectMany(s => s_types.Select(t => t + Selector(s)));
        var questions = queries.Select(q => Question(request, q)).ToList();
        var files = await client.FilesAsync(questions).ConfigureAwait(false);
        return files.Count > 0 || questions.Count == 0 ? files : throw client.Unlike(Name, "pyroscope/render");
    }

    private static string Selector(string service) => $"{{service_name=\"{service.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"}}";

    // A query is a type with a selector: process_cpu:cpu:nanoseconds:cpu:nanoseconds{service_name="shop"}. Those of old servers have another form.
    private FetchQuestion Question(FetchRequest request, string query)
    {
        var render = string.Create(CultureInfo.InvariantCulture, $"render?query={Uri.EscapeDataString(query)}&from={request.From.ToUnixTimeSeconds()}&until={request.Until.ToUnixTimeSeconds()}&format=json");
        return query.IndexOf('{') is > 0 and var brace && query.AsSpan(0, brace).Contains(':')
            ? new(Name, "querier.v1.QuerierService/SelectMergeProfile") { Body = Merge(request, query[..brace], query[brace..]), Otherwise = "pyroscope/" + render, AtLast = render }
            : new(Name, "pyroscope/" + render) { Otherwise = render };
    }

    // SelectMergeProfileRequest { profile_typeID = 1, label_selector = 2, start = 3, end = 4 }
    private static byte[] Merge(FetchRequest request, string type, string selector)
    {
        using var buffer = new MemoryStream();
        using (var output = new CodedOutputStream(buffer, leaveOpen: true))
        {
            output.WriteTag(1, WireFormat.WireType.LengthDelimited);
            output.WriteString(type);
            output.WriteTag(2, WireFormat.WireType.LengthDelimited);
            output.WriteString(selector);
            output.WriteTag(3, WireFormat.WireType.Varint);
            output.WriteInt64(request.From.ToUnixTimeMilliseconds());
            output.WriteTag(4, WireFormat.WireType.Varint);
            output.WriteInt64(request.Until.ToUnixTimeMilliseconds());
        }

        return buffer.ToArray();
    }

    private static async Task<List<string>?> ServicesAsync(FetchClient client)
    {
        return await NamesAsync(client, Services).ConfigureAwait(false) ?? await NamesAsync(client, "label-values?label=service_name").ConfigureAwait(false);
    }

    private static async Task<List<string>?> NamesAsync(FetchClient client, string path)
    {
        using var answer = await client.JsonAsync(path).ConfigureAwait(false);
        return answer?.RootElement.ValueKind == JsonValueKind.Array ? FetchedNames.Of(answer.RootElement).ToList() : null;
    }
}
