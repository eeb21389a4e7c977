using System.Diagnostics;
using PerfAnalyzers.EvidenceFormat;

namespace PerfAnalyzers.Collector.Tests.Recording;

/// <summary>Activities as a driver of SQL makes them: no text when they start, and one for a connection that is opened. No server is asked; the names are those of MySqlConnector 2.4 and 2.6.</summary>
[Collection(Scopes.OneAtATime.Name)]
public sealed class ActivityCommandTests
{
    [Theory]
    [InlineData("db.statement")]
    [InlineData("db.query.text")]
    public async Task A_command_counts_for_its_line_and_the_opening_of_a_connection_does_not(string textTag)
    {
        using var driver = new ActivitySource("MySqlConnector");
        using var shop = new RecordedShop();
        await shop.RequestAsync(async _ =>
        {
            driver.StartActivity("Open", ActivityKind.Client)?.Dispose();
            for (var i = 0; i < 3; i++)
                await RunAsync(driver, textTag, "SELECT 1");

            await RunAsync(driver, textTag, "UPDATE items SET a = 1");
        });

        var sites = shop.Sites(nameof(RunAsync));
        Assert.Equal([("db.read", 3.0), ("db.write", 1.0)], sites.Select(s => (s.Operation!, s.Calls!.Value)).Order());
        Assert.Equal(4, shop.Snapshot().OfKind(RecordKind.Site).Where(s => s.Via is null).Sum(s => s.Calls));
    }

    private static async Task RunAsync(ActivitySource driver, string textTag, string text)
    {
        using var command = driver.StartActivity("Execute", ActivityKind.Client);
        await Task.Yield();
        command?.SetTag(textTag, text);
    }
}
