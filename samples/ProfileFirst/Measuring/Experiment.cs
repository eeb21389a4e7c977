using System.Diagnostics;
using ProfileFirst.Scratch;

namespace ProfileFirst.Measuring;

/// <summary>The same load every time: so that the second measurement can be compared with the first.</summary>
internal static class Experiment
{
    public const int LargeAccount = 1;
    public const int SmallAccount = 2;

    // The first request finds a cold process; with 20 warm ones after it, it is beyond the 95th percentile.
    private const int Requests = 21;

    private const int SmallRequests = 3;

    // A fast report is asked for more often, or a single pause of the machine would be its 95th percentile.
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(6);

    public static async Task<Figures> RunAsync(ScratchShop shop)
    {
        // The small account goes first: Shop fills its database at the first start, which no figure is to contain.
        var small = await MeasureAsync(shop, SmallAccount, SmallRequests, TimeSpan.Zero, "small", shop.SideEvidence);
        var large = await MeasureAsync(shop, LargeAccount, Requests, Duration, "report", shop.Evidence);

        return new(large, small);
    }

    // One client that waits for each answer: the latencies are those of the report, not of a queue.
    private static async Task<AccountFigures> MeasureAsync(
        ScratchShop shop, int account, int requests, TimeSpan duration, string profile, string evidence)
    {
        File.Delete(evidence);
        var path = new Uri($"/accounts/{account}/report", UriKind.Relative);
        string? report = null;

        await using (var running = await RunningShop.StartAsync(shop, profile, evidence))
        {
            var start = Stopwatch.GetTimestamp();

            for (var request = 0; request < requests || Stopwatch.GetElapsedTime(start) < duration; request++)
            {
                var answer = await running.Client.GetStringAsync(path);

                if (report is not null && report != answer)
                    throw new StepFailedException($"'{path}' answered differently the second time.");

                report = answer;
            }

            await running.StopAsync();
        }

        return new(account, report!.Split('\n').Count(line => line.StartsWith("Order ", StringComparison.Ordinal)), Measurement.Read(evidence), report);
    }
}
