using PerfAnalyzers.Collector;
using Shop;
using Xunit.Abstractions;

namespace PerfAnalyzers.Samples.Tests;

/// <summary>Shop's report breaks its budget, and an integration test says so.</summary>
public sealed class BudgetTests(ShopHost shop, ITestOutputHelper output) : IClassFixture<ShopHost>
{
    [Fact]
    public async Task A_handler_that_breaks_its_budget_fails_the_test_that_asks_it()
    {
        var failure = await Assert.ThrowsAsync<RoundTripException>(async () =>
        {
            using var budgets = RoundTrips.EnforceBudgets(output.WriteLine);
            await shop.GetAsync("/accounts/1/report");
        });

        var commands = shop.Commands.Texts.Count;
        var lines = failure.Message.Split('\n');
        Assert.Equal(
            $"'GET /accounts/{{id:int}}/report' (ReportController.Get) exceeds its budget: {commands} round trips per execution instead of at most 3. The request with the most round trips:",
            lines[0]);
        Assert.StartsWith($"  {commands - 1} x db.read in OrderLineRepository.GetAsync at samples/Shop/Orders/OrderLineRepository.cs:", lines[1], StringComparison.Ordinal);

        var page = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "testing.md"));
        Assert.Contains($"{lines[0]}\n{lines[1]}\n", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData($"/orders/320/picking-list", 6)]
    [InlineData($"/categories", 1 + ShopSeed.Categories)]
    public async Task A_scope_counts_what_its_request_runs(string path, int expected)
    {
        // Filling the database when the server starts is the start's, not the request's.
        await shop.GetAsync("/health");

        using var scope = RoundTrips.Record();
        await shop.GetAsync(path);

        Assert.Equal(expected, scope.Count);
        Assert.Equal(expected, scope.Sites.Sum(s => s.Count));
    }
}
