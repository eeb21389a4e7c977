using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Shop;

namespace PerfAnalyzers.Benchmarks.Starvation;

/// <summary>Shop's controllers and the fixed one, in a process of their own: a thread pool that has seen nothing else.</summary>
internal static class StarvedShop
{
    /// <summary>Where the shop of a process keeps its rows.</summary>
    public static string DatabaseOf(int process) => Path.Combine(Path.GetTempPath(), $"starvation-{process}.db");

    /// <summary>Serves until standard input ends, after saying where.</summary>
    public static async Task<int> RunAsync(int delayMilliseconds)
    {
        var database = DatabaseOf(Environment.ProcessId);
        try
        {
            var builder = WebApplication.CreateBuilder();
            builder.Logging.ClearProviders();
            builder.WebHost.UseUrls("http://127.0.0.1:0");
            builder.Services.AddDbContext<ShopContext>(o => o.UseSqlite($"Data Source={database}").AddInterceptors(new DatabaseDelay(TimeSpan.FromMilliseconds(delayMilliseconds))));
            builder.Services.AddControllers()
                .ConfigureApplicationPartManager(parts => parts.ApplicationParts.Clear())
                .AddApplicationPart(typeof(AccountsController).Assembly)
                .AddApplicationPart(typeof(FixedAccountsController).Assembly);

            await using var app = builder.Build();
            app.MapControllers();
            using (var scope = app.Services.CreateScope())
                await ShopSeed.CreateAsync(scope.ServiceProvider.GetRequiredService<ShopContext>());

            await app.StartAsync();
            Console.WriteLine(app.Urls.First());
            await Console.In.ReadToEndAsync();
            await app.StopAsync();
            return 0;
        }
        finally
        {
            File.Delete(database);
        }
    }
}
