using Microsoft.VisualStudio.TestTools.UnitTesting;
using PerfAnalyzers.Collector;

[assembly: Parallelize(Scope = ExecutionScope.MethodLevel)]

namespace Shop.MSTest;

[TestClass]
public sealed class OrderReportTests
{
    [TestMethod]
    public async Task Broken_in_MSTest()
    {
        await using var db = TestShop.With(orders: 5);
        using var scope = RoundTrips.Expect(max: 2);
        await new OrderReport(db).BuildAsync();
    }

    [TestMethod]
    public async Task Kept_in_MSTest()
    {
        await using var db = TestShop.With(orders: 1);
        using var scope = RoundTrips.Expect(max: 2);
        await new OrderReport(db).BuildAsync();
    }
}
