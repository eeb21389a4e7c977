using PerfAnalyzers.Rules;
using PerfAnalyzers.Testing;

namespace PerfAnalyzers.CodeFixes.Tests;

/// <summary>A navigation that is loaded for each element is included in the query that gave them.</summary>
public sealed class ExplicitLoadTests : RuleTests<QueryInLoopAnalyzer, ExplicitLoadFix>
{
    [Fact]
    public Task The_query_is_a_local() => Fixes(
        """
        var found = db.Orders.Where(o => o.Number != "").OrderBy(o => o.Id).ToList();
        foreach (var order in found)
        {
            // Their lines.
            db.Entry(order).Collection(o => o.Lines).[|Load|]();

            Use(order, order.Lines);
        }
        """,
        """
        var found = db.Orders.Include(o => o.Lines).Where(o => o.Number != "").OrderBy(o => o.Id).ToList();
        foreach (var order in found)
        {
            Use(order, order.Lines);
        }
        """);

    [Fact]
    public Task A_reference_by_name_and_an_awaited_query() => Fixes(
        """
        foreach (var line in await db.OrderLines.Where(l => l.Quantity > 1).ToListAsync(ct))
        {
            Use(line);
            await db.Entry(line).Reference(nameof(OrderLine.Product)).[|LoadAsync|](ct);
            Use(line.Product);
        }
        """,
        """
        foreach (var line in await db.OrderLines.Include(l => l.Product).Where(l => l.Quantity > 1).ToListAsync(ct))
        {
            Use(line);
            Use(line.Product);
        }
        """);

    [Fact]
    public Task A_loop_that_did_nothing_else_goes() => Fixes(
        """
        var found = await db.Set<Order>().ToListAsync(ct);
        foreach (var order in found)
            await db.Entry(order).Collection(o => o.Lines).[|LoadAsync|](ct);

        Use(found);
        """,
        """
        var found = await db.Set<Order>().Include(o => o.Lines).ToListAsync(ct);
        Use(found);
        """);

    [Theory]
    [InlineData("foreach (var order in orders)\n{\n    db.Entry(order).Collection(o => o.Lines).[|Load|]();\n    Use(order.Lines);\n}")] // Nobody knows where they come from.
    [InlineData("var found = db.Orders.ToList();\nforeach (var order in found)\n{\n    if (order.Number != \"\")\n        db.Entry(order).Collection(o => o.Lines).[|Load|]();\n\n    Use(order.Lines);\n}")] // Who reads the others may rely on the empty list.
    [InlineData("var found = db.Orders.ToList();\nfound = orders;\nforeach (var order in found)\n{\n    db.Entry(order).Collection(o => o.Lines).[|Load|]();\n    Use(order.Lines);\n}")]
    [InlineData("foreach (var account in db.Orders.Select(o => o.Account).ToList())\n{\n    db.Entry(account).Collection(a => a.Orders).[|Load|]();\n    Use(account.Orders);\n}")] // Entity Framework throws for what is included there.
    public Task Nothing_is_offered(string body) => Refuses(body);

    [Theory]
    [InlineData("var found = db.Orders.Where(o => o.Id > 10 && ids.Contains(o.Id)).OrderByDescending(o => o.Id).ToList();\nforeach (var order in found)\n{\n    db.Entry(order).Collection(o => o.Lines).Load();\n    Use(order, order.Lines.OrderBy(l => l.Id));\n}")]
    [InlineData("foreach (var line in await db.OrderLines.Where(l => ids.Contains(l.OrderId)).OrderBy(l => l.Id).ToListAsync(ct))\n{\n    await db.Entry(line).Reference(l => l.Product).LoadAsync(ct);\n    Use(line, line.Product);\n}")]
    public Task The_same_is_used_with_one_query(string body) => BeforeAndAfter.CompareAsync<QueryInLoopAnalyzer, ExplicitLoadFix>("sqlite", Entry.Body(body), "plain", "missing");
}
