using ProfileFirst.Scratch;

namespace ProfileFirst.Measuring;

/// <summary>The same load every time: so that the second measurement can be compared with the first.</summary>
internal static class Experiment
{
    public const int LargeAccount = 1;
    public const int SmallAccount = 2;

    /// <summary>
    /// Requests to the large account. The first one finds a cold process; 20 warm ones follow, so that it is beyond the 95th percentile.
    /// </summary>
    public const int Requests = 21;

    private const int SmallRequests = 3;

    public static async Task<Figures> RunAsync(ScratchShop shop)
    {
        // The small account goes first: Shop fills its database at the first start, which no figure is to contain.
        var small = await MeasureAsync(shop, SmallAccount, SmallRequests, "small", shop.SideEvidence);
        var large = await MeasureAsync(shop, LargeAccount, Requests, "report", shop.Evidence);

        return new(large, small);
    }

    private static async Task<AccountFigures> MeasureAsync(ScratchShop shop, int account, int requests, string profile, string evidence)
    {
        File.Delete(evidence);
        var path = new Uri($"/accounts/{account}/report", UriKind.Relative);
        string? report = null;

        await using (var running = await RunningShop.StartAsync(shop, profile, evidence))
        {
            for (var request = 0; request < requests; request++)
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
