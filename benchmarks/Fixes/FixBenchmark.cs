using System.Data.Common;
using BenchmarkDotNet.Attributes;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace PerfAnalyzers.Benchmarks;

/// <summary>Code before and after a fix, for a number of elements, on the same rows.</summary>
/// <remarks>On SQLite, or on PostgreSQL when <c>PERFANALYZERS_POSTGRES</c> holds a connection string. Writes the number of commands before it measures.</remarks>
public abstract class FixBenchmark
{
    private readonly CommandCount _commands = new();

    private DbContextOptions<CustomerContext> _options = null!;

    /// <summary>How many elements the loop has.</summary>
    [Params(10, 100, 1000)]
    public int Elements { get; set; }

    /// <summary>The keys of the elements.</summary>
    protected int[] Keys { get; private set; } = [];

    [GlobalSetup]
    public async Task SetupAsync()
    {
        var builder = new DbContextOptionsBuilder<CustomerContext>();
        if (Environment.GetEnvironmentVariable("PERFANALYZERS_POSTGRES") is { Length: > 0 } postgres)
        {
            builder.UseNpgsql(postgres + ";Database=perfanalyzers_benchmarks");
        }
        else
        {
            // What is left is the least a round trip can cost, with no other process or network between.
            builder.UseSqlite($"Data Source={Path.Combine(Path.GetTempPath(), $"perfanalyzers-{Environment.ProcessId}.db")}");
        }

        _options = builder.Options;
        await using (var db = Open())
        {
            await db.Database.EnsureDeletedAsync();
            await db.Database.EnsureCreatedAsync();
            db.Customers.AddRange(Enumerable.Range(1, 10_000).Select(i => new Customer { Id = i, Name = $"Customer {i}" }));
            await db.SaveChangesAsync();
        }

        Keys = [.. Enumerable.Range(0, Elements).Select(i => 1 + i * 7 % 10_000)];
        var measured = builder.Options;
        _options = builder.AddInterceptors(_commands).Options;
        Console.WriteLine($"// {Elements} elements: {await CountAsync(BeforeAsync)} commands before, {await CountAsync(AfterAsync)} after");
        _options = measured;
    }

    [GlobalCleanup]
    public void Cleanup()
    {
        using var db = Open();
        db.Database.EnsureDeleted();
    }

    /// <summary>The loop as it was written.</summary>
    public abstract Task<int> BeforeAsync();

    /// <summary>The loop as the fix leaves it.</summary>
    public abstract Task<int> AfterAsync();

    /// <summary>A context as a request would have it.</summary>
    protected CustomerContext Open() => new(_options);

    private async Task<int> CountAsync(Func<Task<int>> run)
    {
        _commands.Count = 0;
        await run();
        return _commands.Count;
    }

    private sealed class CommandCount : DbCommandInterceptor
    {
        public int Count { get; set; }

        public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
            DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
        {
            Count++;
            return new(result);
        }
    }
}
