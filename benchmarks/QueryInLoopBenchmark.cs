using BenchmarkDotNet.Attributes;
using Microsoft.EntityFrameworkCore;

namespace PerfAnalyzers.Benchmarks;

/// <summary>PERF1001 before and after its fix: a keyed read per element against one query and a dictionary.</summary>
/// <remarks>On SQLite, or on PostgreSQL when <c>PERFANALYZERS_POSTGRES</c> holds a connection string.</remarks>
public class QueryInLoopBenchmark
{
    private DbContextOptions<CustomerContext> _options = null!;
    private int[] _keys = [];

    [Params(1, 10, 100, 1000)]
    public int Elements { get; set; }

    [GlobalSetup]
    public void Setup()
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
        using var db = new CustomerContext(_options);
        db.Database.EnsureDeleted();
        db.Database.EnsureCreated();
        db.Customers.AddRange(Enumerable.Range(1, 10_000).Select(i => new Customer { Id = i, Name = $"Customer {i}" }));
        db.SaveChanges();
        _keys = [.. Enumerable.Range(0, Elements).Select(i => 1 + i * 7 % 10_000)];
    }

    [GlobalCleanup]
    public void Cleanup()
    {
        using var db = new CustomerContext(_options);
        db.Database.EnsureDeleted();
    }

    [Benchmark(Baseline = true)]
    public async Task<int> QueryPerElement()
    {
        await using var db = new CustomerContext(_options);
        var length = 0;
        foreach (var key in _keys)
            length += (await db.Customers.FirstAsync(c => c.Id == key)).Name.Length;

        return length;
    }

    [Benchmark]
    public async Task<int> OneQuery()
    {
        await using var db = new CustomerContext(_options);
        var length = 0;
        var customers = await db.Customers.Where(c => _keys.Contains(c.Id)).ToDictionaryAsync(c => c.Id);
        foreach (var key in _keys)
            length += customers[key].Name.Length;

        return length;
    }
}
