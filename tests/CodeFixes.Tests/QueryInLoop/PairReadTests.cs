using PerfAnalyzers.Rules;
using PerfAnalyzers.Testing;

namespace PerfAnalyzers.CodeFixes.Tests;

/// <summary>Reads by two columns of the element: what becomes of them, and when it is not offered. Of more rows than those of the pairs the loop takes those of its own.</summary>
public sealed class PairReadTests : RuleTests<QueryInLoopAnalyzer, ReviewedReadFix>
{
    [Fact]
    public Task A_composite_key() => Fixes(
        """
        foreach (var line in lines)
        {
            var stock = await db.Stocks.[|FirstOrDefaultAsync|](s => s.Warehouse == "W" + line.Quantity && s.ProductId == line.OrderId, ct);
            Use(line, stock);
        }
        """,
        """
        var keys = lines.Select(line => "W" + line.Quantity).Distinct().ToList();
        var orderIds = lines.Select(line => line.OrderId).Distinct().ToList();
        var stocks = await db.Stocks
            .Where(s => EF.Parameter(keys).Contains(s.Warehouse) && EF.Parameter(orderIds).Contains(s.ProductId))
            .ToListAsync(ct);
        var stocksByWarehouseAndProductId = stocks.ToLookup(s => (s.Warehouse, s.ProductId));
        foreach (var line in lines)
        {
            var stock = stocksByWarehouseAndProductId[("W" + line.Quantity, line.OrderId)].FirstOrDefault();
            Use(line, stock);
        }
        """);

    [Fact]
    public Task Two_columns_in_two_conditions() => Fixes(
        """
        foreach (var order in orders)
        {
            foreach (var line in db.OrderLines.Where(l => l.OrderId == order.Id).Where(x => x.Quantity > 0 && order.Id == x.Quantity).OrderBy(l => l.Id).[|ToList|]())
                Use(line);
        }
        """,
        """
        var orderIds = orders.Select(order => order.Id).Distinct().ToList();
        var orderIdList = orders.Select(order => order.Id).Distinct().ToList();
        var orderLinesByOrderIdAndQuantity = db.OrderLines
            .Where(l => EF.Parameter(orderIds).Contains(l.OrderId))
            .Where(x => x.Quantity > 0 && EF.Parameter(orderIdList).Contains(x.Quantity))
            .OrderBy(l => l.Id)
            .ToLookup(l => (l.OrderId, l.Quantity));
        foreach (var order in orders)
        {
            foreach (var line in orderLinesByOrderIdAndQuantity[(order.Id, order.Id)].ToList())
                Use(line);
        }
        """);

    [Theory]
    [InlineData("foreach (var line in lines)\n    Use(db.OrderLines.Where(l => l.OrderId == line.OrderId && l.ProductId == line.ProductId).[|ToList|]());")] // A pair has no other null.
    [InlineData("foreach (var line in lines)\n    Use(db.OrderLines.[|FirstOrDefault|](l => l.OrderId == line.OrderId && l.Quantity == line.Quantity));")] // Which of several?
    [InlineData("foreach (var line in lines)\n    Use(db.OrderLines.[|Count|](l => l.OrderId == line.OrderId && l.Quantity == line.Quantity));")]
    [InlineData("foreach (var line in lines)\n    Use(db.OrderLines.Where(l => l.OrderId == line.OrderId && l.Quantity == line.Quantity).Select(l => l.Sku).[|ToList|]());")]
    [InlineData("foreach (var line in lines)\n    Use(db.OrderLines.Where(l => l.OrderId == line.OrderId && l.Quantity == line.Quantity && l.Id == line.Id).[|ToList|]());")]
    public Task Nothing_is_offered(string body) => Refuses(body);

    [Theory]
    [InlineData("foreach (var id in ids)\n    Use(id, db.Stocks.SingleOrDefault(s => s.Warehouse == \"W\" + id % 3 && s.ProductId == id));")]
    [InlineData("foreach (var id in sequence)\n{\n    var stock = await db.Stocks.AsNoTracking().FirstAsync(s => s.ProductId == id && s.Warehouse == $\"W{id % 3}\", ct);\n    Use(id, stock);\n}")]
    public Task The_same_is_used(string body) => BeforeAndAfter.CompareAsync<QueryInLoopAnalyzer, ReviewedReadFix>("sqlite", Entry.Body(body), loadsMore: true, "plain", "duplicates missing");
}
