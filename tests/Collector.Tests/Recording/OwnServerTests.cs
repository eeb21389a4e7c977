using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using PerfAnalyzers.EvidenceFormat;

namespace PerfAnalyzers.Collector.Tests.Recording;

/// <summary>A service that asks itself.</summary>
[Collection(Scopes.OneAtATime.Name)]
public sealed class OwnServerTests
{
    private const int InnerMs = 200;

    [Fact]
    public async Task What_is_no_round_trip_is_no_time_spent_on_round_trips()
    {
        using var shop = new RecordedShop();
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        await using var app = builder.Build();
        using var client = new HttpClient();
        app.MapGet("/inner", () => Task.Delay(InnerMs));
        app.MapGet("/outer", async () => (await client.GetAsync(new Uri("/inner", UriKind.Relative))).EnsureSuccessStatusCode().StatusCode);
        await app.StartAsync();
        client.BaseAddress = new(app.Urls.Single());
        (await client.GetAsync(new Uri("/outer", UriKind.Relative))).EnsureSuccessStatusCode();

        shop.Recorder.AwaitRequests(TimeSpan.FromSeconds(5));
        var outer = Assert.Single(shop.Snapshot().OfKind(RecordKind.Endpoint), e => e.Key == "GET /outer");
        Assert.Equal(("0", "0"), (outer[Field.RoundTrips], outer[Field.IoMs]));
        Assert.True(outer.Number(Field.CpuMs) >= InnerMs - 20, string.Create(CultureInfo.InvariantCulture, $"{outer.Number(Field.CpuMs)} ms of the rest"));
    }
}
