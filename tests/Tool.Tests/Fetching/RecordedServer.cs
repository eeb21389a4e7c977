using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Hosting;

namespace PerfAnalyzers.Tool.Tests.Fetching;

/// <summary>
/// Answers requests with what was recorded or, in the published shape of an interface, written down: it is no Jaeger, Zipkin, Tempo or Pyroscope, none of which can be
/// installed where these tests run.
/// </summary>
internal sealed class RecordedServer : IDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<string, bool> _hanging = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, (int Status, byte[] Body)> _answers = new(StringComparer.Ordinal);

    public RecordedServer()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.WebHost.UseShutdownTimeout(TimeSpan.Zero);
        _app = builder.Build();
        _app.Run(AnswerAsync);
        ((IHost)_app).Start();
        Url = _app.Urls.Single();
    }

    public string Url { get; }

    /// <summary>What was asked: path with query, and the header that logs in.</summary>
    public ConcurrentQueue<(string Path, string? Login)> Requests { get; } = new();

    /// <summary>Answers a path, whatever its query, with 302 by leading back to it; every other one is not found.</summary>
    public RecordedServer On(string path, string body, int status = 200) => On(path, System.Text.Encoding.UTF8.GetBytes(body), status);

    public RecordedServer On(string path, byte[] body, int status = 200)
    {
        _answers[path] = (status, body);
        return this;
    }

    /// <summary>Never answers a path.</summary>
    public RecordedServer Hanging(string path)
    {
        _hanging[path] = true;
        return this;
    }

    public void Dispose() => ((IDisposable)_app).Dispose();

    private async Task AnswerAsync(HttpContext context)
    {
        var asked = context.Features.Get<IHttpRequestFeature>()!.RawTarget;
        var path = context.Request.Path.Value!;
        Requests.Enqueue((asked, context.Request.Headers.Authorization is [{ } login, ..] ? login : null));
        if (_hanging.ContainsKey(path))
            await Task.Delay(Timeout.Infinite, context.RequestAborted);

        var (status, body) = _answers.TryGetValue(path, out var answer) ? answer : (404, "404 page not found"u8.ToArray());
        context.Response.StatusCode = status;
        if (status == 302)
            context.Response.Headers.Location = asked;

        await context.Response.Body.WriteAsync(body);
    }
}
