using System.Net;
using BenchmarkDotNet.Attributes;

namespace PerfAnalyzers.Benchmarks;

/// <summary>PERF1003: calls of another service one after the other, against four at the same time.</summary>
/// <remarks>The service is a listener in this process that takes its time: 5 ms for each answer, however many it has to give.</remarks>
public class RemoteCallInLoopBenchmark : IDisposable
{
    private readonly HttpListener _service = new();
    private HttpClient? _http;

    /// <summary>How many elements the loop has.</summary>
    [Params(10, 100, 1000)]
    public int Elements { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        const string Address = "http://localhost:18765/";
        _service.Prefixes.Add(Address);
        _service.Start();
        _ = Task.Run(ServeAsync);
        _http = new() { BaseAddress = new(Address) };
    }

    [GlobalCleanup]
    public void Dispose()
    {
        _http?.Dispose();
        ((IDisposable)_service).Dispose();
        GC.SuppressFinalize(this);
    }

    [Benchmark(Baseline = true)]
    public async Task<int> BeforeAsync()
    {
        var length = 0;
        foreach (var key in Enumerable.Range(0, Elements))
            length += (await _http!.GetStringAsync($"prices/{key}")).Length;

        return length;
    }

    [Benchmark]
    public async Task<int> AfterAsync()
    {
        var length = 0;
        var keys = Enumerable.Range(0, Elements).ToList();
        var answers = new string[keys.Count];
        var options = new ParallelOptions { MaxDegreeOfParallelism = 4 };
        await Parallel.ForEachAsync(Enumerable.Range(0, keys.Count), options, async (i, token) =>
        {
            var key = keys[i];
            answers[i] = await _http!.GetStringAsync($"prices/{key}", token);
        });
        foreach (var answer in answers)
            length += answer.Length;

        return length;
    }

    private async Task ServeAsync()
    {
        while (_service.IsListening)
        {
            try
            {
                var context = await _service.GetContextAsync();
                _ = AnswerAsync(context);
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private static async Task AnswerAsync(HttpListenerContext context)
    {
        await Task.Delay(5);
        var answer = """{"amount":1}"""u8.ToArray();

        // Head and body in one packet: two wait for each other's acknowledgement.
        context.Response.Close(answer, willBlock: false);
    }
}
