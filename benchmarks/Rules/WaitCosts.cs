using System.Diagnostics;

namespace PerfAnalyzers.Benchmarks.Rules;

/// <summary>What threads that wait cost: requests that take 20 ms of waiting and nothing else, many at once, on the thread pool as it starts.</summary>
internal static class WaitCosts
{
    private const int Requests = 400;
    private const int Rounds = 3;

    private static readonly TimeSpan s_roundTrip = TimeSpan.FromMilliseconds(20);

    /// <summary>A thread waits for an asynchronous round trip.</summary>
    public static Task SyncOverAsync()
    {
        Task.Delay(s_roundTrip).Wait();
        return Task.CompletedTask;
    }

    /// <summary>A thread waits for a synchronous one.</summary>
    public static Task Synchronous()
    {
        Thread.Sleep(s_roundTrip);
        return Task.CompletedTask;
    }

    /// <summary>No thread waits.</summary>
    public static Task Awaited() => Task.Delay(s_roundTrip);

    /// <summary>Milliseconds until the last of all requests is answered, the median of rounds.</summary>
    public static double Throughput(Func<Task> request)
    {
        var times = new List<double>();
        for (var i = 0; i < Rounds; i++)
        {
            // The pool gives up threads that have nothing to do only after some time; a server that just started has none to give up.
            ThreadPool.SetMinThreads(Environment.ProcessorCount, Environment.ProcessorCount);
            ThreadPool.SetMaxThreads(Environment.ProcessorCount, Environment.ProcessorCount);
            Task.WhenAll(Enumerable.Range(0, Environment.ProcessorCount).Select(_ => Task.Run(() => { }))).GetAwaiter().GetResult();
            ThreadPool.SetMaxThreads(short.MaxValue, short.MaxValue);

            var watch = Stopwatch.StartNew();
            Task.WhenAll(Enumerable.Range(0, Requests).Select(_ => Task.Run(request))).GetAwaiter().GetResult();
            times.Add(watch.Elapsed.TotalMilliseconds);
        }

        return times.Order().ElementAt(Rounds / 2);
    }
}
