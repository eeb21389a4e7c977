using System.Net;
using System.Net.Sockets;
using Microsoft.CodeAnalysis;
using PerfAnalyzers.EvidenceFormat;
using PerfAnalyzers.Tool.Tests.Importing;

namespace PerfAnalyzers.Tool.Tests.EndToEnd;

/// <summary>The sample shop's price cache, from the finding to the end of it: suspected by its source, confirmed by its heap, fixed, and bounded after.</summary>
public sealed class GrowthLoopTests : IDisposable
{
    private const int Limit = 200;

    private const string Fixed =
        """
        using Microsoft.Extensions.Caching.Memory;

        namespace Shop;

        public sealed class PriceCache
        {
            private readonly MemoryCache _prices = new(new MemoryCacheOptions { SizeLimit = 200 });

            public string GetOrAdd(string query, Func<string, string> format) => _prices.GetOrCreate(query, entry =>
            {
                entry.Size = 1;
                return format(query);
            })!;
        }
        """;

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task The_price_cache_of_the_shop_is_found_confirmed_fixed_and_bounded_after()
    {
        var shop = new ShopProgram(priceCache: null);
        var suspect = Assert.Single(await shop.FindAsync(evidence: null));
        Assert.Equal(("PriceCache.cs", "suspect"), (Path.GetFileName(suspect.Location.SourceTree!.FilePath), suspect.Properties["perf.state"]));

        var changed = new ShopProgram(Fixed);
        var repaired = changed.Build(_directory["fixed"]);
        var asked = await Task.WhenAll(MeasureAsync("before", Programs.Shop), MeasureAsync("after", repaired));

        var confirmed = Assert.Single(await shop.FindAsync(_directory["before.perfevidence"]));
        Assert.Equal(("confirmed", DiagnosticSeverity.Warning), (confirmed.Properties["perf.state"], confirmed.Severity));
        Assert.Empty(await changed.FindAsync(_directory["after.perfevidence"]));

        // Without the fix, all that was asked for until the last look is kept, and the last look is when the program is told to stop. With it, entries that make room are collected when the machine has time for it, so how far above the
        // limit a look finds them is the machine's matter, and that it is not all of them is the cache's.
        Assert.InRange(TypeOf("before", "T:Node[System.String,System.String]")!.Number(Field.Count)!.Value, asked[0] / 2, asked[0]);
        Assert.InRange(TypeOf("after", "T:Microsoft.Extensions.Caching.Memory.CacheEntry")!.Number(Field.Count)!.Value, Limit / 2, asked[1] / 2);
    }

    private EvidenceRecord? TypeOf(string profile, string type) => ImportedSample.Read(_directory[profile + ".perfevidence"]).OfKind(RecordKind.Type).FirstOrDefault(t => t.Key == type);

    // Visitors who each ask for a currency of their own, from the first second to the last.
    private async Task<int> MeasureAsync(string profile, string program)
    {
        var port = FreePort();
        var running = Programs.PerfEvidenceAsync(
            _directory.Path, "run", "--heap", "--no-sampling", "--for", "13s", "--profile", profile, "-o", _directory.Path, "--",
            "dotnet", program, "--urls", $"http://127.0.0.1:{port}", "--Shop:DatabasePath", _directory[profile + ".db"], "--Logging:LogLevel:Default", "None");
        using var client = new HttpClient { BaseAddress = new($"http://127.0.0.1:{port}") };
        var asked = 0;
        while (!running.IsCompleted)
        {
            try
            {
                await client.GetStringAsync(new Uri($"prices/SKU-0026?currency=C{asked}", UriKind.Relative));
                asked++;
            }
            catch (HttpRequestException)
            {
                // Not yet, or no longer.
                await Task.Delay(50);
            }
        }

        var result = await running;
        Assert.True(result.ExitCode == 0, result.Error);
        return asked;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
