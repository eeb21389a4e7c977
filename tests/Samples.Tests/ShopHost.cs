using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Shop;

namespace PerfAnalyzers.Samples.Tests;

/// <summary>Shop as it is, on a database of its own, with every command counted.</summary>
public sealed class ShopHost : WebApplicationFactory<ShopContext>
{
    private readonly string _database = Path.Combine(Path.GetTempPath(), $"shop-{Guid.NewGuid():N}.db");

    public CommandCounter Commands { get; } = new();

    public async Task<string> GetAsync(string path)
    {
        using var client = CreateClient();
        Commands.Reset();
        return await client.GetStringAsync(new Uri(path, UriKind.Relative));
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.UseSetting("Shop:DatabasePath", _database);
        builder.ConfigureServices(services =>
            services.ConfigureDbContext<ShopContext>(options => options.AddInterceptors(Commands)));
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        SqliteConnection.ClearAllPools();

        foreach (var suffix in (string[])["", "-shm", "-wal"])
            File.Delete(_database + suffix);
    }
}
