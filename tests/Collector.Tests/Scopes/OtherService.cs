using System.Net;
using System.Net.Sockets;

namespace PerfAnalyzers.Collector.Tests.Scopes;

/// <summary>A service that this program does not host, as far as anybody can tell: it answers on a socket, without ASP.NET Core.</summary>
internal sealed class OtherService : IDisposable
{
    private readonly HttpListener _listener = new();

    public OtherService()
    {
        using (var probe = new TcpListener(IPAddress.Loopback, 0))
        {
            probe.Start();
            Address = new($"http://127.0.0.1:{((IPEndPoint)probe.LocalEndpoint).Port}/");
        }

        _listener.Prefixes.Add(Address.AbsoluteUri);
        _listener.Start();
        using (ExecutionContext.SuppressFlow())
            _ = Task.Run(AnswerAsync);
    }

    public Uri Address { get; }

    public void Dispose() => _listener.Close();

    /// <summary>Asks for each number, from one line.</summary>
    public static async Task AskEachAsync(HttpClient client, params string[] paths)
    {
        foreach (var path in paths)
            await AskAsync(client, path);
    }

    private static async Task AskAsync(HttpClient client, string path)
    {
        using var response = await client.GetAsync(new Uri(path, UriKind.Relative));
        await Task.Yield();
    }

    // '/moved' says that the answer is elsewhere.
    private async Task AnswerAsync()
    {
        try
        {
            while (true)
            {
                var context = await _listener.GetContextAsync();
                if (context.Request.RawUrl == "/moved")
                    context.Response.Redirect(Address + "there");

                context.Response.Close();
            }
        }
        catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
        {
            // The test is over.
        }
    }
}
