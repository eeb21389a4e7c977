using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace PerfAnalyzers.Tool.Tests.Fetching;

/// <summary>
/// Answers requests with what was recorded or, in the published shape of an interface, written down: it is no Jaeger, Zipkin, Tempo or Pyroscope, none of which can be
/// installed where these tests run.
/// </summary>
internal sealed class RecordedServer : IDisposable
{
    private readonly HttpListener _listener = new();
    private readonly HashSet<string> _hanging = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (int Status, byte[] Body)> _answers = new(StringComparer.Ordinal);

    public RecordedServer()
    {
        using (var free = new TcpListener(IPAddress.Loopback, 0))
        {
            free.Start();
            Url = $"http://127.0.0.1:{((IPEndPoint)free.LocalEndpoint).Port}";
        }

        _listener.Prefixes.Add(Url + "/");
        _listener.Start();
        _ = Task.Run(ServeAsync);
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
        _hanging.Add(path);
        return this;
    }

    public void Dispose() => _listener.Close();

    private async Task ServeAsync()
    {
        while (_listener.IsListening)
        {
            HttpListenerContext context;
            try
            {
                context = await _listener.GetContextAsync();
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException or InvalidOperationException)
            {
                return;
            }

            Requests.Enqueue((context.Request.RawUrl!, context.Request.Headers["Authorization"]));
            if (_hanging.Contains(context.Request.Url!.AbsolutePath))
                continue;

            var (status, body) = _answers.TryGetValue(context.Request.Url!.AbsolutePath, out var answer) ? answer : (404, "404 page not found"u8.ToArray());
            context.Response.StatusCode = status;
            if (status == 302)
                context.Response.RedirectLocation = context.Request.RawUrl;

            await context.Response.OutputStream.WriteAsync(body);
            context.Response.Close();
        }
    }
}
