using BenchmarkDotNet.Attributes;
using Microsoft.EntityFrameworkCore;

namespace PerfAnalyzers.Benchmarks;

/// <summary>PERF1002: a save per element, against one after the loop.</summary>
public class SaveInLoopBenchmark : FixBenchmark
{
    private int _run;

    [Benchmark(Baseline = true)]
    public override async Task<int> BeforeAsync()
    {
        await using var db = Open();
        var name = $"run {++_run}";
        foreach (var customer in await LoadAsync(db))
        {
            customer.Name = name;
            await db.SaveChangesAsync();
        }

        return Elements;
    }

    [Benchmark]
    public override async Task<int> AfterAsync()
    {
        await using var db = Open();
        var name = $"run {++_run}";
        foreach (var customer in await LoadAsync(db))
            customer.Name = name;

        return await db.SaveChangesAsync();
    }

    private Task<List<Customer>> LoadAsync(CustomerContext db) => db.Customers.Where(c => EF.Parameter(Keys).Contains(c.Id)).ToListAsync();
}
