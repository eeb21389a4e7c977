using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using PerfAnalyzers.EvidenceFormat;

namespace PerfAnalyzers.Tool.Tests.EndToEnd;

/// <summary>The sample shop, as anybody would run it, with EF Core's own log beside the measurement.</summary>
public sealed class LogTruthTests
{
    private static readonly string[] s_requests =
    [
        "accounts/2/report", "accounts/2/report", "accounts/7/report", "orders/7/picking-list", "orders/640/picking-list", "orders/640/total", "orders/7/total", "categories",
        "shelves/A-0", "campaigns", "orders?reference=PO-000000", "prices/SKU-0001", "prices/SKU-0002", "accounts/1", "accounts/7",
    ];

    // Which statement each line sends, read from the sources of the sample. Lines that send the same are taken together.
    private static readonly (string Member, Func<string, bool> Sends)[] s_statements =
    [
        ("OrderLineRepository.GetAsync", t => t.Contains("FROM \"OrderLines\"", StringComparison.Ordinal)),
        ("OrderReport.LoadOrdersAsync", t => t.Contains("FROM \"Orders\"", StringComparison.Ordinal) && t.Contains("\"AccountId\" = @accountId", StringComparison.Ordinal) && t.Contains("ORDER BY", StringComparison.Ordinal)),
        ("Invoice.TotalCentsAsync", t => t.Contains("FROM \"Orders\"", StringComparison.Ordinal) && t.Contains("WHERE \"o\".\"Id\" =", StringComparison.Ordinal)),
        ("Invoice.DiscountAsync", t => t.Contains("COUNT(*)", StringComparison.Ordinal) && t.Contains("@accountId", StringComparison.Ordinal)),
        ("CategoryTree.BelowAsync", t => t.Contains("FROM \"Categories\"", StringComparison.Ordinal)),
        ("OrdersController.Find", t => t.Contains("\"CustomerReference\" =", StringComparison.Ordinal)),
        ("PricesController.Get", t => t.Contains("\"Sku\" =", StringComparison.Ordinal)),
        ("AccountsController.Get", t => t.Contains("FROM \"Accounts\"", StringComparison.Ordinal) || (t.Contains("COUNT(*)", StringComparison.Ordinal) && t.Contains("@id", StringComparison.Ordinal))),
        ("ShopSeed.CreateAsync", t => t.Contains("CREATE ", StringComparison.Ordinal) || t.Contains("WITH RECURSIVE", StringComparison.Ordinal) || t.Contains("PRAGMA", StringComparison.Ordinal) || t.Contains("sqlite_master", StringComparison.Ordinal)),
    ];

    [Fact]
    public async Task Each_line_of_the_shop_has_the_count_that_the_log_has()
    {
        if (OperatingSystem.IsWindows())
            return;

        using var directory = new TemporaryDirectory();
        var address = new Uri($"http://127.0.0.1:{FreePort()}/");
        using var run = Programs.Start(
            Programs.RepositoryRoot, "run", "--no-sampling", "-o", directory["shop.perfevidence"], "--", "dotnet", Programs.Shop, "--urls", address.AbsoluteUri,
            $"--Shop:DatabasePath={directory["shop.db"]}", "--Logging:LogLevel:Microsoft.EntityFrameworkCore.Database.Command=Information", "--Logging:Console:FormatterName=json");
        var ended = Programs.ResultAsync(run);
        using (var client = new HttpClient { BaseAddress = address })
        {
            await StartedAsync(client, ended);
            foreach (var request in s_requests)
                (await client.GetAsync(new Uri(request, UriKind.Relative))).EnsureSuccessStatusCode();
        }

        using (var kill = System.Diagnostics.Process.Start("kill", ["-INT", run.Id.ToString(CultureInfo.InvariantCulture)]))
            await kill.WaitForExitAsync();

        var result = await ended;
        Assert.True(result.ExitCode == 0, result.Error);
        var log = Logged(result.Output);
        using var evidence = File.OpenText(directory["shop.perfevidence"]);
        var issued = Assert.Single(EvidenceParser.Read(evidence).Profiles).OfKind(RecordKind.Site).Where(s => s.Via is null).ToList();

        Assert.True(log.Count > 100, $"the log has {log.Count} commands only");
        Assert.Equal(log.Count, issued.Sum(s => s.Calls));
        foreach (var (member, sends) in s_statements)
        {
            var inLog = log.Count(sends);
            Assert.True(inLog > 0, member);
            Assert.Equal((member, inLog), (member, issued.Where(s => s.Key.StartsWith($"M:Shop.{member}(", StringComparison.Ordinal)).Sum(s => s.Calls)));
        }
    }

    // Until it answers it makes its database.
    private static async Task StartedAsync(HttpClient client, Task ended)
    {
        while (!ended.IsCompleted)
        {
            try
            {
                await client.GetStringAsync(new Uri("health", UriKind.Relative));
                return;
            }
            catch (HttpRequestException)
            {
                await Task.Delay(100);
            }
        }
    }

    private static List<string> Logged(string output) =>
    [
        .. output.Split('\n').Where(l => l.Contains("\"Microsoft.EntityFrameworkCore.Database.Command\"", StringComparison.Ordinal))
            .Select(l => JsonDocument.Parse(l).RootElement)
            .Where(l => l.GetProperty("EventId").GetInt32() is 20101 or 20102)
            .Select(l => l.GetProperty("State").GetProperty("commandText").GetString()!),
    ];

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
