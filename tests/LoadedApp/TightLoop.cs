using System.Diagnostics;
using System.Globalization;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Npgsql;

namespace LoadedApp;

/// <summary>Nothing but queries, in rounds, with the time and the processor time of each: what measuring costs shows here and nowhere better.</summary>
internal static class TightLoop
{
    /// <summary>A read by key on SQLite in memory.</summary>
    public static async Task LookupsAsync(int rounds, int queries)
    {
        await using var keepAlive = new SqliteConnection("Data Source=:memory:");
        await keepAlive.OpenAsync();
        var options = new DbContextOptionsBuilder<LoadContext>().UseSqlite(keepAlive).Options;
        await using (var db = new LoadContext(options))
            db.Seed();

        await RunAsync(rounds, queries, async n =>
        {
            await using var db = new LoadContext(options);
            for (var i = 0; i < n; i++)
                await LookUpAsync(db, (i % LoadContext.Rows) + 1);
        });
    }

    /// <summary>The same as a request does it: a context and a connection of its own for each read, of a database in a file.</summary>
    public static Task RequestsAsync(int rounds, int queries) => InFileAsync(rounds, queries, options => () => new(options));

    /// <summary>The same with contexts of a pool.</summary>
    public static Task PooledAsync(int rounds, int queries) => InFileAsync(rounds, queries, options => new PooledDbContextFactory<LoadContext>(options).CreateDbContext);

    /// <summary>A query that a PostgreSQL server takes a millisecond for.</summary>
    public static async Task MillisecondsAsync(int rounds, int queries, string database)
    {
        await using var source = NpgsqlDataSource.Create(database);
        var options = new DbContextOptionsBuilder<LoadContext>().UseNpgsql(source).Options;
        await RunAsync(rounds, queries, async n =>
        {
            await using var db = new LoadContext(options);
            await db.Database.OpenConnectionAsync();
            for (var i = 0; i < n; i++)
                await SleepAsync(db);
        });
    }

    /// <summary>As many commands as can be: what is kept of them must not grow.</summary>
    public static async Task VolumeAsync(int rounds, int commands)
    {
        await using var keepAlive = new SqliteConnection("Data Source=:memory:");
        await keepAlive.OpenAsync();
        var options = new DbContextOptionsBuilder<LoadContext>().UseSqlite(keepAlive).Options;
        await RunAsync(rounds, commands, async n =>
        {
            await using var db = new LoadContext(options);
            for (var i = 0; i < n; i++)
                await NothingAsync(db);
        }, collects: true);
    }

    private static async Task InFileAsync(int rounds, int queries, Func<DbContextOptions<LoadContext>, Func<LoadContext>> contexts)
    {
        var directory = Directory.CreateTempSubdirectory("loadedapp-");
        try
        {
            var options = new DbContextOptionsBuilder<LoadContext>().UseSqlite($"Data Source={Path.Combine(directory.FullName, "load.db")}").Options;
            await using (var db = new LoadContext(options))
                db.Seed();

            var create = contexts(options);
            await RunAsync(rounds, queries, async n =>
            {
                for (var i = 0; i < n; i++)
                {
                    await using var db = create();
                    await LookUpAsync(db, (i % LoadContext.Rows) + 1);
                }
            });
        }
        finally
        {
            SqliteConnection.ClearAllPools();
            directory.Delete(recursive: true);
        }
    }

    private static async Task<Item> LookUpAsync(LoadContext db, int id)
    {
        return await db.Items.AsNoTracking().SingleAsync(i => i.Id == id);
    }

    private static async Task SleepAsync(LoadContext db)
    {
        await db.Database.ExecuteSqlRawAsync("SELECT pg_sleep(0.001)");
    }

    private static async Task NothingAsync(LoadContext db)
    {
        await db.Database.ExecuteSqlRawAsync("SELECT 1");
    }

    // One line a round: microseconds of processor and of wall clock for each query, and what the heap holds after it, in MB. Only where the heap is what is asked for, all garbage
    // is collected first: whoever does so twice a second has another heap, whose budgets begin anew each time, and that shows in what a query costs.
    private static async Task RunAsync(int rounds, int queries, Func<int, Task> work, bool collects = false)
    {
        using var process = Process.GetCurrentProcess();
        for (var round = 0; round < rounds; round++)
        {
            process.Refresh();
            var (cpu, clock) = (process.TotalProcessorTime, Stopwatch.GetTimestamp());
            await work(queries);
            var wall = Stopwatch.GetElapsedTime(clock);
            process.Refresh();
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"round {(process.TotalProcessorTime - cpu).TotalMicroseconds / queries:0.00} {wall.TotalMicroseconds / queries:0.00} {GC.GetTotalMemory(forceFullCollection: collects) / 1e6:0.00}"));
        }
    }
}
