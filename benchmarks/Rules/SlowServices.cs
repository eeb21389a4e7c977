using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace PerfAnalyzers.Benchmarks.Rules;

/// <summary>Two services on this machine that take 20 and 30 ms to answer.</summary>
internal sealed class SlowServices : IDisposable
{
    private readonly HttpListener _listener = new();
    private readonly HttpClient _client = new();

    public SlowServices()
    {
        using var free = new TcpListener(IPAddress.Loopback, 0);
        free.Start();
        var address = $"http://localhost:{((IPEndPoint)free.LocalEndpoint).Port}/";
        free.Stop();
        _listener.Prefixes.Add(address);
        _listener.Start();
        _client.BaseAddress = new(address);
        _ = AnswerAllAsync();
    }

    /// <summary>Milliseconds for both answers, one after the other; the median.</summary>
    public Task<double> InTurnAsync() => MedianAsync(async () => (await _client.GetStringAsync("20")).Length + (await _client.GetStringAsync("30")).Length);

    /// <summary>The same, asked at the same time.</summary>
    public Task<double> AtOnceAsync() => MedianAsync(async () =>
    {
        var (one, other) = (_client.GetStringAsync("20"), _client.GetStringAsync("30"));
        return (await one).Length + (await other).Length;
    });

    public void Dispose()
    {
        _listener.Close();
        _client.Dispose();
    }

    private static async Task<double> MedianAsync(Func<Task<int>> ask)
    {
        await ask();
        var times = new List<double>();
        for (var i = 0; i < 25; i++)
        {
            var clock = Stopwatch.StartNew();
            await ask();
            times.Add(clock.Elapsed.TotalMilliseconds);
        }

        return times.Order().ElementAt(times.Count / 2);
    }

    private async Task AnswerAllAsync()
    {
        while (_listener.IsListening)
        {
            try
            {
                _ = AnswerAsync(await _listener.GetContextAsync());
            }
            catch (Exception closed) when (closed is HttpListenerException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private static async Task AnswerAsync(HttpListenerContext context)
    {
        await Task.Delay(int.Parse(context.Request.Url!.Segments[^1], System.Globalization.CultureInfo.InvariantCulture));
        context.Response.Close("done"u8.ToArray(), willBlock: false);
    }
}
