using BenchmarkDotNet.Attributes;
using Microsoft.EntityFrameworkCore;

namespace PerfAnalyzers.Benchmarks;

/// <summary>PERF1001: a keyed read per element, against one query and a look-up.</summary>
public class QueryInLoopBenchmark : FixBenchmark
{
    [Benchmark(Baseline = true)]
    public override async Task<int> BeforeAsync()
    {
        await using var db = Open();
        var length = 0;
        foreach (var key in Keys)
            length += (await db.Customers.FirstAsync(c => c.Id == key)).Name.Length;

        return length;
    }

    [Benchmark]
    public override async Task<int> AfterAsync()
    {
        await using var db = Open();
        var length = 0;
        var allCustomers = await db.Customers.Where(c => EF.Parameter(Keys).Contains(c.Id)).ToListAsync();
        var customersById = allCustomers.ToLookup(c => c.Id);
        foreach (var key in Keys)
            length += customersById[key].First().Name.Length;

        return length;
    }
}
