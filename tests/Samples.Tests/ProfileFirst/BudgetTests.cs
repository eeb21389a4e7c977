using ProfileFirst;
using ProfileFirst.Measuring;

namespace PerfAnalyzers.Samples.Tests.ProfileFirst;

public sealed class BudgetTests
{
    [Fact]
    public void Budget_is_read_with_its_line()
    {
        var budget = Budget.Find("[HttpGet]\n    [PerformanceBudget(P95Milliseconds = 100.5, MaxRoundTrips = 3)]\n");

        Assert.Equal(new Budget(100.5, 3, "[PerformanceBudget(P95Milliseconds = 100.5, MaxRoundTrips = 3)]", 2), budget);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[PerformanceBudget(P95Milliseconds = 100)]")]
    [InlineData("[PerformanceBudget(MaxRoundTrips = 3)]")]
    public void Budget_without_both_limits_is_no_target(string source) => Assert.Null(Budget.Find(source));

    [Fact]
    public async Task Report_of_Shop_has_a_target() =>
        Assert.NotNull(Budget.Find(await File.ReadAllTextAsync(Path.Combine(Product.RepositoryRoot, "samples/Shop/Controllers/ReportController.cs"))));
}
