using BenchmarkDotNet.Attributes;
using Microsoft.EntityFrameworkCore;

namespace PerfAnalyzers.Benchmarks;

/// <summary>PERF1008: the same question for each element, against once before the loop.</summary>
public class RedundantQueryBenchmark : FixBenchmark
{
    [Benchmark(Baseline = true)]
    public override async Task<int> BeforeAsync()
    {
        await using var db = Open();
        var length = 0;
        foreach (var key in Keys)
            length += key + (await db.Customers.FirstAsync(c => c.Id == 42)).Name.Length;

        return length;
    }

    [Benchmark]
    public override async Task<int> AfterAsync()
    {
        await using var db = Open();
        var length = 0;
        var customer = await db.Customers.FirstAsync(c => c.Id == 42);
        foreach (var key in Keys)
            length += key + customer.Name.Length;

        return length;
    }
}
