using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

namespace PerfAnalyzers.Benchmarks.Starvation;

/// <summary>The same load on a fresh process of the shop each time, so that no thread pool has seen another run.</summary>
internal sealed class ShopLoad(int clients, int delayMilliseconds)
{
    /// <summary>How long the load lasts that counts.</summary>
    public static readonly TimeSpan Measured = TimeSpan.FromSeconds(8);

    private static readonly TimeSpan s_warmUp = TimeSpan.FromSeconds(4);

    /// <summary>Loads a route of a shop that is started with some variables.</summary>
    public async Task<LoadResult> MeasureAsync(string path, IReadOnlyDictionary<string, string>? variables = null)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardInput = true, RedirectStandardOutput = true, UseShellExecute = false };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet")
            start.ArgumentList.Add(typeof(ShopLoad).Assembly.Location);

        start.ArgumentList.Add("starved-shop");
        start.ArgumentList.Add(delayMilliseconds.ToString(CultureInfo.InvariantCulture));
        foreach (var (name, value) in variables ?? new Dictionary<string, string>())
            start.Environment[name] = value;

        using var shop = Process.Start(start)!;
        try
        {
            var address = await shop.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("the shop did not start");
            using var handler = new SocketsHttpHandler { MaxConnectionsPerServer = clients };
            using var http = new HttpClient(handler) { BaseAddress = new(address), Timeout = Timeout.InfiniteTimeSpan };
            await LoadAsync(http, path, s_warmUp, shop);
            return await LoadAsync(http, path, Measured, shop);
        }
        finally
        {
            shop.StandardInput.Close();
            // Starved, it does not come to an end by itself.
            if (!shop.WaitForExit(10_000))
                shop.Kill();

            File.Delete(StarvedShop.DatabaseOf(shop.Id));
        }
    }

    // A request that is not answered by the end was waited for at least so long; it counts for the time, and not as an answer.
    private async Task<LoadResult> LoadAsync(HttpClient http, string path, TimeSpan duration, Process shop)
    {
        var (answered, unanswered) = (new ConcurrentBag<double>(), new ConcurrentBag<double>());
        var before = CpuOf(shop);
        var clock = Stopwatch.StartNew();
        using var end = new CancellationTokenSource(duration);
        await Task.WhenAll(Enumerable.Range(0, clients).Select(async client =>
        {
            for (var i = 0; !end.IsCancellationRequested; i++)
            {
                var began = clock.Elapsed;
                try
                {
                    using var response = await http.GetAsync(new Uri($"{path}{((client + i) % 20) + 1}", UriKind.Relative), end.Token);
                    response.EnsureSuccessStatusCode();
                    answered.Add((clock.Elapsed - began).TotalMilliseconds);
                }
                catch (OperationCanceledException)
                {
                    unanswered.Add((clock.Elapsed - began).TotalMilliseconds);
                }
            }
        }));
        return LoadResult.Of(answered.Count, [.. answered, .. unanswered], clock.Elapsed, CpuOf(shop) - before);
    }

    private static TimeSpan CpuOf(Process shop)
    {
        shop.Refresh();
        return shop.TotalProcessorTime;
    }
}
