using ProfileFirst.Printing;

namespace ProfileFirst.Steps;

/// <summary>Before and after side by side, and the only question left: is the target met?</summary>
internal sealed class GiveTheVerdict : IStep
{
    public string Title => "The verdict";

    public async Task RunAsync(Journal journal)
    {
        var (before, after) = (journal.Before, journal.After);
        var large = $"account {before.Large.Account}, {before.Large.Orders} orders";
        var small = $"account {before.Small.Account}, {before.Small.Orders} orders";

        Page.Table(
            ["GET /accounts/{id}/report", "before", "after", "target"],
            [
                [$"queries per request, {large}", Figure.Count(before.Large.Measured.RoundTripsPerRequest), Figure.Count(after.Large.Measured.RoundTripsPerRequest), Figure.Count(journal.Target.MaxRoundTrips)],
                [$"queries per request, {small}", Figure.Count(before.Small.Measured.RoundTripsPerRequest), Figure.Count(after.Small.Measured.RoundTripsPerRequest), Figure.Count(journal.Target.MaxRoundTrips)],
                [$"p50, {large}", Figure.Milliseconds(before.Large.Measured.P50Ms), Figure.Milliseconds(after.Large.Measured.P50Ms), ""],
                [$"p95, {large}", Figure.Milliseconds(before.Large.Measured.P95Ms), Figure.Milliseconds(after.Large.Measured.P95Ms), Figure.Milliseconds(journal.Target.P95Milliseconds)],
            ]);

        if (after.Large.Measured.MaxRoundTrips != after.Small.Measured.MaxRoundTrips)
            throw new StepFailedException("the number of queries still depends on the number of orders.");

        if (after.Large.Measured.MaxRoundTrips > journal.Target.MaxRoundTrips)
            throw new StepFailedException($"the report still needs {after.Large.Measured.MaxRoundTrips} queries.");

        if (after.Large.Measured.P95Ms > journal.Target.P95Milliseconds)
            throw new StepFailedException($"p95 is still {Figure.Milliseconds(after.Large.Measured.P95Ms)}.");

        await RequireThatTheBuildAgrees(journal);

        Page.Success("The target is met, so stop.");
        Page.Say($"The formatting loop stays as it is: {Figure.Milliseconds(after.Large.Measured.MethodMs(ShopFile.FormatMember))} of a request that is fast enough.");
        Page.Say($"The filter on a column without an index stays as it is: one scan a request, {Figure.Milliseconds(after.Large.Measured.CommandMs(ShopFile.OrdersMember))} of it.");
    }

    private static async Task RequireThatTheBuildAgrees(Journal journal)
    {
        Page.Command("dotnet build");
        var findings = await journal.Shop.BuildAsync();
        Page.Verbatim(string.Join('\n', findings));

        // The filter without an index is a suspect still: fast enough, so nobody has to touch it.
        if (findings.FirstOrDefault(finding => finding.Id == Rule.BudgetExceeded || (finding.Id == Rule.QueryInLoop && finding.File == ShopFile.Report)) is { } open)
            throw new StepFailedException($"the build with the new evidence still reports: {open}");
    }
}
