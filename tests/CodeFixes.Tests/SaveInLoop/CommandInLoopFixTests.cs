using PerfAnalyzers.Rules;
using PerfAnalyzers.Testing;

namespace PerfAnalyzers.CodeFixes.Tests;

/// <summary>Rows that are deleted or updated by key, element by element: one command, its text, and when none is offered.</summary>
public sealed class CommandInLoopFixTests : RuleTests<SaveInLoopAnalyzer, SaveInLoopFix>
{
    // What the rule says of a list, Dapper does: as many commands as elements, and so as many rows.
    [Fact]
    public void Dapper_runs_a_command_for_each_element_of_a_list()
    {
        using var connection = new Microsoft.Data.Sqlite.SqliteConnection("Data Source=:memory:");
        connection.Open();
        Dapper.SqlMapper.Execute(connection, "create table T (Id integer); create table Runs (Id integer primary key)");
        var elements = new[] { new { Id = 7 }, new { Id = 8 }, new { Id = 9 } };

        Dapper.SqlMapper.Execute(connection, "insert into Runs default values; insert into T select @Id where @Id > 7", elements);

        Assert.Equal((3, 2), (Dapper.SqlMapper.ExecuteScalar<int>(connection, "select count(*) from Runs"), Dapper.SqlMapper.ExecuteScalar<int>(connection, "select count(*) from T")));
    }

    [Fact]
    public Task Deleted_with_one_command() => Fixes(
        """
        // Gone with their orders.
        foreach (var order in orders)
            await db.OrderLines.Where(l => l.OrderId == order.Id && l.Quantity == 0).[|ExecuteDeleteAsync|](ct);
        """,
        """
        var orderIds = orders.Select(order => order.Id).Distinct().ToList();
        // Gone with their orders.
        await db.OrderLines
            .Where(l => EF.Parameter(orderIds).Contains(l.OrderId) && l.Quantity == 0)
            .ExecuteDeleteAsync(ct);
        """);

    [Fact]
    public Task Deleted_and_counted() => Fixes(
        """
        var n = 0;
        foreach (var id in ids)
        {
            if (id < 3)
                continue;

            n += db.Products.Where(p => p.Id == id).[|ExecuteDelete|]();
        }

        Use(n);
        """,
        """
        var n = 0;
        var idList = ids.Where(id => !(id < 3)).Distinct().ToList();
        n += db.Products.Where(p => EF.Parameter(idList).Contains(p.Id)).ExecuteDelete();

        Use(n);
        """);

    [Fact]
    public Task Updated_to_what_is_the_same_for_all() => Fixes(
        """
        foreach (var id in ids)
        {
            db.Products.Where(p => p.Id == id).[|ExecuteUpdate|](s => s.SetProperty(p => p.Discontinued, true).SetProperty(p => p.Name, codes[0]));
        }
        """,
        """
        db.Products
            .Where(p => EF.Parameter(ids).Contains(p.Id))
            .ExecuteUpdate(s => s.SetProperty(p => p.Discontinued, true).SetProperty(p => p.Name, codes[0]));
        """);

    [Theory]
    [InlineData("foreach (var order in orders) db.Orders.Where(o => o.Id == order.Id).ExecuteUpdate(s => s.SetProperty(o => o.Number, order.Number));", "more than the key differs")]
    [InlineData("foreach (var line in lines) db.OrderLines.Where(l => l.OrderId == line.OrderId).ExecuteUpdate(s => s.SetProperty(l => l.Quantity, l => l.Quantity + 1));", "depends on the row")]
    [InlineData("foreach (var line in lines) db.OrderLines.Where(l => l.OrderId == line.OrderId).ExecuteUpdate(s => s.SetProperty(l => l.OrderId, 3));", "key itself is set")]
    [InlineData("var n = 0; foreach (var id in ids) n += db.Products.Where(p => p.Id == id).ExecuteUpdate(s => s.SetProperty(p => p.Name, \"\")); Use(n);", "number of rows is used")]
    [InlineData("foreach (var id in ids) Use(db.Products.Where(p => p.Id == id).ExecuteDelete());", "number of rows is used")]
    [InlineData("foreach (var id in ids) { Use(id); db.Products.Where(p => p.Id == id).ExecuteDelete(); }", "something else")]
    [InlineData("foreach (var id in ids) { var n = id.CompareTo(2); db.Products.Where(p => p.Id == id).ExecuteDelete(); }", "something else")]
    [InlineData("foreach (var id in ids) db.Products.Where(p => p.Id > id).ExecuteDelete();", "not compared by equality")]
    [InlineData("foreach (var id in ids) db.Products.Where(p => p.Id == id && db.Products.Count() > 3).ExecuteDelete();", "more than the key differs")]
    [InlineData("foreach (var order in orders) db.Orders.Where(o => o.Id == order.Id && o.Lines.Any()).ExecuteDelete();", "more than the row itself")]
    [InlineData("foreach (var id in ids) db.Products.Where(p => p.Id == id).OrderBy(p => p.Name).ExecuteDelete();", "conditions alone")]
    [InlineData("foreach (var id in ids) { try { db.Products.Where(p => p.Id == id).ExecuteDelete(); } catch (InvalidOperationException) { } }", "cannot follow")]
    public async Task Refused(string body, string reason) => Assert.Contains(reason, await Refusal.OfAsync<SaveInLoopAnalyzer, SaveInLoopFix>(Shop.Body(body)), StringComparison.Ordinal);
}
