using PerfAnalyzers.Collector;
using Xunit;

namespace Shop.Xunit;

public sealed class OrderReportTests
{
    [Fact]
    public async Task Report_asks_for_the_orders_and_once_for_all_lines()
    {
        await using var db = TestShop.With(orders: 6);

        using var scope = RoundTrips.Expect(max: 2);
        await new OrderReport(db).BuildAsync();
    }
}
