using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;

namespace PerfAnalyzers.Collector.Tests.Scopes;

/// <summary>A small service, in memory or on a socket, with one handler for each kind of budget.</summary>
internal sealed class Web : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly Stock _stock;

    private Web(WebApplication app, Stock stock, HttpClient client)
    {
        _app = app;
        _stock = stock;
        Client = client;
    }

    public HttpClient Client { get; private set; }

    public IServiceProvider Services => _app.Services;

    public TestServer Server => (TestServer)_app.Services.GetRequiredService<IServer>();

    public static async Task<Web> StartAsync(bool onSocket = false)
    {
        var builder = WebApplication.CreateSlimBuilder();
        if (onSocket)
            builder.WebHost.UseUrls("http://127.0.0.1:0");
        else
            builder.WebHost.UseTestServer();

        var stock = new Stock();
        var app = builder.Build();
        app.MapGet("/free/{count:int}", (int count) => stock.LoadEachAsync(count));
        app.MapGet("/two/{count:int}", [PerformanceBudget(MaxRoundTrips = 2)] (int count) => stock.LoadEachAsync(count));
        app.MapGet("/quick", [PerformanceBudget(P95Milliseconds = 1)] () => Task.Delay(30));
        app.MapGet("/small", [PerformanceBudget(MaxAllocatedBytes = 100, Profile = "checkout")] () => "small");
        await app.StartAsync();
        var client = onSocket ? new HttpClient { BaseAddress = new(app.Urls.Single()) } : app.GetTestClient();
        return new(app, stock, client);
    }

    /// <summary>As if the host had been built before anybody watched.</summary>
    public void ForgetFlow()
    {
        Server.PreserveExecutionContext = false;
        NewClient();
    }

    public void NewClient()
    {
        Client.Dispose();
        Client = Server.CreateClient();
    }

    public async Task GetAsync(string path) => (await Client.GetAsync(new Uri(path, UriKind.Relative))).EnsureSuccessStatusCode();

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
        _stock.Dispose();
    }
}
