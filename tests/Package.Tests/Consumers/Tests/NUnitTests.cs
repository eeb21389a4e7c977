using NUnit.Framework;
using PerfAnalyzers.Collector;

namespace Shop.NUnit;

[Parallelizable(ParallelScope.All)]
public sealed class OrderReportTests
{
    [Test]
    public async Task Broken_in_NUnit()
    {
        await using var db = TestShop.With(orders: 4);
        using var scope = RoundTrips.Expect(max: 2);
        await new OrderReport(db).BuildAsync();
    }

    [Test]
    public async Task Kept_in_NUnit()
    {
        await using var db = TestShop.With(orders: 1);
        using var scope = RoundTrips.Expect(max: 2);
        await new OrderReport(db).BuildAsync();
    }
}
