using MeasuredApp;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

var arguments = Arguments.Parse(args);
if (arguments.SpinMs > 0)
{
    Console.WriteLine(Spinning.For(arguments.SpinMs) > 0 ? "spun" : "");
    return arguments.ExitCode;
}

if (arguments.GrowMs > 0)
{
    await Growing.ForAsync(arguments.GrowMs);
    return arguments.ExitCode;
}

if (arguments.AllocateMB > 0)
{
    Console.WriteLine(Allocating.MB(arguments.AllocateMB));
    return arguments.ExitCode;
}

if (arguments.BlockTimes > 0)
{
    // The thread of the pool keeps somebody waiting, the entry point nobody.
    var blocked = Task.Run(() => Blocking.Times(arguments.BlockTimes));
    blocked.Wait();
    Console.WriteLine(blocked.Result);
    return arguments.ExitCode;
}

if (arguments.Ending is "failfast" or "failfast-later")
    Ending.FailFast(arguments.Ending == "failfast" ? 0 : 400);

if (arguments.Ending is { } way)
{
    using var memory = new SqliteConnection("Data Source=:memory:");
    memory.Open();
    using var db = new ShopContext(new DbContextOptionsBuilder<ShopContext>().UseSqlite(memory).Options);
    db.Database.EnsureCreated();
    new Ending(db, arguments.AskedFile).By(way);
    return arguments.ExitCode;
}

// A named in-memory database lives as long as this connection; every context opens its own.
var connectionString = $"Data Source=measured-{Environment.ProcessId};Mode=Memory;Cache=Shared";
using var keepAlive = new SqliteConnection(connectionString);
keepAlive.Open();

var counter = new CommandCounter();
var builder = WebApplication.CreateBuilder(args);
builder.Logging.ClearProviders();
builder.WebHost.UseUrls("http://127.0.0.1:0");
builder.Services.AddDbContext<ShopContext>(o => o.UseSqlite(connectionString).AddInterceptors(counter));
builder.Services.AddScoped<IOrderLines, OrderLines>();
builder.Services.AddScoped<Reports>();

await using var app = builder.Build();
app.MapGet("/accounts/{id}/report", async (int id, Reports reports) => await reports.BuildAsync(id, waits: false));
app.MapGet("/accounts/{id}/waiting", (int id, Reports reports) => reports.BuildAsync(id, waits: true));
app.MapGet("/accounts/{id}/count", (int id, Reports reports) => reports.CountTwice(id));

using (var scope = app.Services.CreateScope())
{
    scope.ServiceProvider.GetRequiredService<ShopContext>().Seed(Arguments.Accounts, Arguments.OrdersPerAccount);
    if (arguments.ConsoleOnly)
        Console.WriteLine(await scope.ServiceProvider.GetRequiredService<Reports>().BuildAsync(1, waits: false) is "" ? "nothing" : "report");
}

if (!arguments.ConsoleOnly)
{
    await app.StartAsync();
    var address = app.Urls.First();
    if (arguments.AddressFile is { } addressFile)
        await File.WriteAllTextAsync(addressFile, address);

    if (arguments.Requests > 0)
    {
        using var client = new HttpClient { BaseAddress = new(address) };
        for (var i = 0; i < arguments.Requests; i++)
        {
            var account = (i % Arguments.Accounts) + 1;
            await client.GetStringAsync(new Uri($"accounts/{account}/report", UriKind.Relative));
            await client.GetStringAsync(new Uri($"accounts/{account}/waiting", UriKind.Relative));
            await client.GetStringAsync(new Uri($"accounts/{account}/count", UriKind.Relative));
        }

        await app.StopAsync();
    }
    else
    {
        await app.WaitForShutdownAsync();
    }
}

if (arguments.TruthFile is { } truthFile)
    counter.WriteTo(truthFile);

return arguments.ExitCode;
