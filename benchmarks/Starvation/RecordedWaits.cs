using System.Globalization;

namespace PerfAnalyzers.Benchmarks.Starvation;

/// <summary>
/// What it costs a program that blocks that <c>perfevidence run</c> records where: the shop without a trace, with the sampled stacks that are recorded anyway, and with
/// what threads wait for on top, in turns.
/// </summary>
internal sealed class RecordedWaits(int clients, int delayMilliseconds, int rounds)
{
    // As src/Tool/Sampling/TracedEvents.cs has them.
    private const string Samples = "Microsoft-DotNETCore-SampleProfiler:0:4,Microsoft-Windows-DotNETRuntime:20038:5";
    private const string SamplesAndWaits = "Microsoft-DotNETCore-SampleProfiler:0:4,Microsoft-Windows-DotNETRuntime:40000030038:5";

    /// <summary>Measures and prints all three.</summary>
    public async Task<int> RunAsync()
    {
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{clients} clients, each query answered after {delayMilliseconds} ms, {Environment.ProcessorCount} processors, {rounds} rounds of {ShopLoad.Measured.TotalSeconds} s"));
        var load = new ShopLoad(clients, delayMilliseconds);
        foreach (var path in (string[])["accounts/", "fixed/accounts/"])
        {
            (string Name, string? Events, List<LoadResult> Results, List<long> Bytes)[] ways = [("no trace", null, [], []), ("stacks", Samples, [], []), ("stacks and waits", SamplesAndWaits, [], [])];
            for (var i = 0; i < rounds; i++)
            {
                foreach (var (_, events, results, bytes) in ways)
                {
                    var trace = Path.Combine(Path.GetTempPath(), $"recorded-waits-{Environment.ProcessId}.nettrace");
                    results.Add(await load.MeasureAsync(path, events is null ? null : Variables(events, trace)));
                    bytes.Add(File.Exists(trace) ? new FileInfo(trace).Length : 0);
                    File.Delete(trace);
                }
            }

            foreach (var (name, _, results, bytes) in ways)
            {
                var median = LoadResult.Median(results);
                Console.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{path} {name}: {median.RequestsPerSecond:0} requests a second, p99 {median.P99Ms:0} ms, {median.CpuMs:0.000} ms of processor a request, trace {bytes.Order().ElementAt(rounds / 2) / 1e6:0.0} MB"));
            }
        }

        return 0;
    }

    private static Dictionary<string, string> Variables(string events, string trace) => new()
    {
        ["DOTNET_EnableEventPipe"] = "1",
        ["DOTNET_EventPipeConfig"] = events,
        ["DOTNET_EventPipeOutputPath"] = trace,
        ["DOTNET_EventPipeOutputStreaming"] = "1",
        ["DOTNET_EventPipeCircularMB"] = "100",
    };
}
