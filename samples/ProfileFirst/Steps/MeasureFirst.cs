using ProfileFirst.Measuring;
using ProfileFirst.Printing;

namespace ProfileFirst.Steps;

/// <summary>The load runs against the copy under <c>perfevidence run</c>; what it costs goes into one text file.</summary>
internal sealed class MeasureFirst : IStep
{
    public string Title => "Measure";

    public async Task RunAsync(Journal journal)
    {
        Page.Command(RunningShop.Describe("report"));
        journal.Before = await Experiment.RunAsync(journal.Shop);
        File.Copy(journal.Shop.Evidence, journal.Shop.EvidenceBefore);

        AccountFigures[] accounts = [journal.Before.Large, journal.Before.Small];
        Page.Table(
            ["GET /accounts/{id}/report", "orders", "requests", "queries per request", "p50", "p95"],
            accounts.Select(account => (string[])
            [
                $"account {account.Account}",
                Figure.Count(account.Orders),
                Figure.Count(account.Measured.Requests),
                Figure.Count(account.Measured.RoundTripsPerRequest),
                Figure.Milliseconds(account.Measured.P50Ms),
                Figure.Milliseconds(account.Measured.P95Ms),
            ]));

        if (accounts.Any(account => account.Measured.MaxRoundTrips <= account.Orders))
            throw new StepFailedException("the queries do not grow with the orders: there is nothing to fix.");

        if (journal.Before.Large.Measured.P95Ms <= journal.Target.P95Milliseconds)
            throw new StepFailedException("the target is met before anything was done: there is nothing to fix.");
    }
}
