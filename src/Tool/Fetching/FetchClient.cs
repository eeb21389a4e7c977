using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace PerfAnalyzers.Tool.Fetching;

/// <summary>
/// Requests to one system, whose answers become files. What it takes to log in comes from the environment, goes into headers and nowhere else: no argument holds it,
/// because other users of a machine see those, and no message repeats it.
/// </summary>
internal sealed class FetchClient : IDisposable
{
    public const string TokenVariable = "PERFEVIDENCE_TOKEN";
    public const string UserVariable = "PERFEVIDENCE_USER";
    public const string PasswordVariable = "PERFEVIDENCE_PASSWORD";
    public const string TenantVariable = "PERFEVIDENCE_TENANT";

    private const string Protobuf = "application/proto";
    private const int AtATime = 4;
    private const long MaxAnswer = 4L * 1024 * 1024 * 1024;
    private const int MaxSmallAnswer = 16 * 1024 * 1024;

    private readonly HttpClient _http;
    private readonly Uri _address;
    private readonly string _directory;
    private int _files;

    /// <summary>A client of the system at an address.</summary>
    /// <param name="address">Where it is; a path in it is kept.</param>
    /// <param name="directory">Where answers are written.</param>
    public FetchClient(Uri address, string directory)
    {
        (_address, _directory) = (new(address.GetLeftPart(UriPartial.Path).TrimEnd('/') + "/"), directory);
        _http = new(new SocketsHttpHandler { AutomaticDecompression = DecompressionMethods.All, ConnectTimeout = TimeSpan.FromSeconds(10) }) { Timeout = TimeSpan.FromMinutes(5) };
        var (token, user) = (Variable(TokenVariable), Variable(UserVariable));
        if (token is not null)
            _http.DefaultRequestHeaders.Authorization = new("Bearer", token);
        else if (user is not null)
            _http.DefaultRequestHeaders.Authorization = new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{Variable(PasswordVariable)}")));

        if (Variable(TenantVariable) is { } tenant)
            _http.DefaultRequestHeaders.TryAddWithoutValidation("X-Scope-OrgID", tenant);
    }

    /// <summary>A small answer as text; null when the system has no such address.</summary>
    public async Task<string?> TextAsync(string path)
    {
        using var response = await SendAsync(new(HttpMethod.Get, new Uri(_address, path)), isQuestion: true).ConfigureAwait(false);
        if (response is null)
            return null;

        using var content = new MemoryStream();
        await CopyAsync(response, content, MaxSmallAnswer).ConfigureAwait(false);
        return Encoding.UTF8.GetString(content.GetBuffer(), 0, (int)content.Length);
    }

    /// <summary>A small answer in JSON; null when the system has no such address, or a page for people there.</summary>
    public async Task<JsonDocument?> JsonAsync(string path)
    {
        try
        {
            return await TextAsync(path).ConfigureAwait(false) is { } text ? JsonDocument.Parse(text) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The answers to questions as files, some at a time; what the system does not know is left out.</summary>
    public async Task<IReadOnlyList<string>> FilesAsync(IEnumerable<FetchQuestion> questions)
    {
        var files = new List<string>();
        await Parallel.ForEachAsync(questions, new ParallelOptions { MaxDegreeOfParallelism = AtATime }, async (question, _) =>
        {
            var file = await FileAsync(question).ConfigureAwait(false);
            lock (files)
            {
                if (file is not null)
                    files.Add(file);
            }
        }).ConfigureAwait(false);
        return files;
    }

    /// <summary>That the system is not what it is said to be.</summary>
    public FetchException Unlike(string name, string path) => new($"{Place} does not answer /{path} as {name} does");

    public void Dispose() => _http.Dispose();

    private static string? Variable(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;

    private async Task<string?> FileAsync(FetchQuestion question) =>
        await FileAsync(question.Path, question.Name, question.Body).ConfigureAwait(false) ??
        (question.Otherwise is { } otherwise ? await FileAsync(otherwise, question.Name, null).ConfigureAwait(false) : null) ??
        (question.AtLast is { } last ? await FileAsync(last, question.Name, null).ConfigureAwait(false) : null);

    private async Task<string?> FileAsync(string path, string name, byte[]? body)
    {
        var request = new HttpRequestMessage(body is null ? HttpMethod.Get : HttpMethod.Post, new Uri(_address, path));
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue(body is null ? "application/json" : Protobuf));
        if (body is not null)
        {
            request.Content = new ByteArrayContent(body);
            request.Content.Headers.ContentType = new(Protobuf);
        }

        using var response = await SendAsync(request).ConfigureAwait(false);
        if (response is null)
            return null;

        var number = Interlocked.Increment(ref _files);
        var file = Path.Combine(_directory, string.Create(CultureInfo.InvariantCulture, $"{name}-{number}"));
        using var output = File.Create(file);
        await CopyAsync(response, output, MaxAnswer).ConfigureAwait(false);
        return output.Length == 0 ? null : file;
    }

    private async Task<HttpResponseMessage?> SendAsync(HttpRequestMessage request, bool isQuestion = false)
    {
        using (request)
        {
            HttpResponseMessage response;
            try
            {
                response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead).ConfigureAwait(false);
            }
            catch (Exception e) when (e is HttpRequestException or TaskCanceledException or InvalidOperationException)
            {
                throw new FetchException($"{Place} cannot be reached{(e is TaskCanceledException ? " in time" : "")}");
            }

            if (response.IsSuccessStatusCode)
                return response;

            var status = response.StatusCode;
            response.Dispose();
            return status switch
            {
                HttpStatusCode.NotFound or HttpStatusCode.MethodNotAllowed or HttpStatusCode.NotImplemented or HttpStatusCode.NoContent => null,
                HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => throw new FetchException(
                    $"{Place} wants a login it was not given ({(int)status}): set {TokenVariable}, or {UserVariable} and {PasswordVariable}"),
                _ when isQuestion => null,
                _ => throw new FetchException($"{Place} answers {(int)status} to /{request.RequestUri?.AbsolutePath.TrimStart('/')}"),
            };
        }
    }

    private string Place => _address.GetLeftPart(UriPartial.Authority);

    private async Task CopyAsync(HttpResponseMessage response, Stream output, long limit)
    {
        try
        {
            using var content = await response.Content.ReadAsStreamAsync().ConfigureAwait(false);
            var block = new byte[128 * 1024];
            long length = 0;
            int read;
            while ((read = await content.ReadAsync(block).ConfigureAwait(false)) > 0)
            {
                if ((length += read) > limit)
                    throw new FetchException($"{Place} answers with more than {limit / 1024 / 1024} MB; ask for less with --limit or --since");

                await output.WriteAsync(block.AsMemory(0, read)).ConfigureAwait(false);
            }
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException or InvalidDataException || (e is IOException && output is MemoryStream))
        {
            throw new FetchException($"{Place} broke off in the middle of an answer");
        }
    }
}
