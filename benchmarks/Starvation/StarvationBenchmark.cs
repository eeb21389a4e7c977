using System.Globalization;

namespace PerfAnalyzers.Benchmarks.Starvation;

/// <summary>
/// Shop's <c>GET /accounts/{id}</c>, which blocks on two queries, beside the same action after the fix of PERF2001: the same load on a fresh process for
/// each, in turns, so that what else the machine does falls on both.
/// </summary>
internal sealed class StarvationBenchmark(int clients, int delayMilliseconds, int rounds)
{
    /// <summary>Measures and prints both and their ratio.</summary>
    public async Task<int> RunAsync()
    {
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{clients} clients, each query answered after {delayMilliseconds} ms, {Environment.ProcessorCount} processors, {rounds} rounds of {ShopLoad.Measured.TotalSeconds} s"));
        var load = new ShopLoad(clients, delayMilliseconds);
        var (before, after) = (new List<LoadResult>(), new List<LoadResult>());
        for (var i = 0; i < rounds; i++)
        {
            before.Add(await load.MeasureAsync("accounts/"));
            after.Add(await load.MeasureAsync("fixed/accounts/"));
            Print($"round {i + 1}, before", before[^1]);
            Print($"round {i + 1}, after", after[^1]);
        }

        var (blocked, awaited) = (LoadResult.Median(before), LoadResult.Median(after));
        Print("before", blocked);
        Print("after", awaited);
        // Starved, it answers nothing, and who waits is told when the load ends.
        Console.WriteLine(blocked.RequestsPerSecond > 0
            ? string.Create(CultureInfo.InvariantCulture, $"ratio: {awaited.RequestsPerSecond / blocked.RequestsPerSecond:0.0} times the requests a second, p99 {blocked.P99Ms / awaited.P99Ms:0.0} times shorter")
            : string.Create(CultureInfo.InvariantCulture, $"ratio: none is answered before the fix, p99 at least {blocked.P99Ms / awaited.P99Ms:0.0} times shorter"));
        return 0;
    }

    private static void Print(string what, LoadResult result) => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture, $"{what}: {result.RequestsPerSecond:0} requests a second, median {result.MedianMs:0} ms, p99 {result.P99Ms:0} ms"));
}
