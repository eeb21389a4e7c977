using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace LoadedApp;

/// <summary>A web application on PostgreSQL that asks itself: so many workers, each with so many requests to every path.</summary>
internal static class ServerLoad
{
    private const string Variable = "LOADEDAPP_DATABASE";

    /// <summary>The connection string, which must not be seen on the command line.</summary>
    public static string Database => Environment.GetEnvironmentVariable(Variable) ?? throw new InvalidOperationException($"{Variable} has no connection string");

    public static async Task RunAsync(int workers, int requests, string? twinsFile)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton(NpgsqlDataSource.Create(Database));
        builder.Services.AddDbContext<LoadContext>((services, o) => o.UseNpgsql(services.GetRequiredService<NpgsqlDataSource>()));
        builder.Services.AddScoped<Lookup>();
        builder.Services.AddControllers();
        await using var app = builder.Build();
        app.MapControllers();
        await app.StartAsync();
        using (var client = new HttpClient { BaseAddress = new(app.Urls.First()) })
            await Task.WhenAll(Enumerable.Range(0, workers).Select(worker => Task.Run(() => AskAsync(client, worker, requests))));

        await app.StopAsync();
        var (first, second) = Lookup.Twins;
        if (twinsFile is not null)
            await File.WriteAllTextAsync(twinsFile, string.Create(CultureInfo.InvariantCulture, $"{first} {second}"));
    }

    private static async Task AskAsync(HttpClient client, int worker, int requests)
    {
        for (var n = 0; n < requests; n++)
        {
            for (var p = 0; p < LoadController.Paths.Count; p++)
            {
                // Each worker begins elsewhere, so that all paths are asked at the same time.
                var path = LoadController.Paths[(p + worker) % LoadController.Paths.Count];
                await client.GetStringAsync(new Uri(string.Create(CultureInfo.InvariantCulture, $"load/{path}/{worker + n}"), UriKind.Relative));
            }
        }
    }
}
