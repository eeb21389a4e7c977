using PerfAnalyzers.Collector;
using Xunit;
// The other two frameworks bring their own into every file.
using Assert = Xunit.Assert;

namespace Shop.Xunit;

public sealed class RecordTests
{
    [Fact]
    public async Task Report_of_nothing_asks_for_the_orders()
    {
        await using var db = TestShop.With(orders: 0);

        using var scope = RoundTrips.Record();
        await new OrderReport(db).BuildAsync();

        Assert.Equal(1, scope.Count);
        Assert.Equal("M:Shop.OrderReport.BuildAsync", scope.Sites[0].Member);
    }
}
