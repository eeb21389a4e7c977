using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using PerfAnalyzers.EvidenceFormat;

namespace PerfAnalyzers.Collector.Tests.Recording;

/// <summary>MVC with <c>EnableEndpointRouting = false</c>, as applications have it that came from before ASP.NET Core 3.</summary>
[Collection(Scopes.OneAtATime.Name)]
public sealed class OldRoutesTests
{
    [Fact]
    public async Task An_action_is_an_endpoint_also_where_MVC_routes_for_itself()
    {
        using var shop = new RecordedShop();
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseTestServer();
        builder.Services.AddSingleton(shop);
        builder.Services.AddMvc(o => o.EnableEndpointRouting = false).AddApplicationPart(typeof(OldRoutesController).Assembly);
        await using var app = builder.Build();
        app.UseMvc(routes => routes.MapRoute("default", "{controller}/{action}/{id?}"));
        await app.StartAsync();
        using (var client = app.GetTestClient())
        {
            foreach (var path in new[] { "items/3", "items/4", "OldRoutes/All" })
                (await client.GetAsync(new Uri(path, UriKind.Relative))).EnsureSuccessStatusCode();
        }

        shop.Recorder.AwaitRequests(TimeSpan.FromSeconds(5));
        var endpoints = shop.Snapshot().OfKind(RecordKind.Endpoint).ToDictionary(e => e.Key);
        Assert.Equal(["GET /OldRoutes/All", "GET /items/{id:int}"], endpoints.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(("2", "1", "M:PerfAnalyzers.Collector.Tests.Recording.OldRoutesController.Get(System.Int32)"),
            (endpoints["GET /items/{id:int}"][Field.Count], endpoints["GET /items/{id:int}"][Field.RoundTrips], endpoints["GET /items/{id:int}"][Field.Member]));
        Assert.Equal("M:PerfAnalyzers.Collector.Tests.Recording.OldRoutesController.All", endpoints["GET /OldRoutes/All"][Field.Member]);
    }
}
