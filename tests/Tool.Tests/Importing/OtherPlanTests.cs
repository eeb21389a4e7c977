using System.Text;

namespace PerfAnalyzers.Tool.Tests.Importing;

/// <summary>
/// Plans of SQL Server and SQLite. That of SQL Server was written by hand after Microsoft's schema of it; its rows are the sums over threads of what stands in it.
/// </summary>
public sealed class OtherPlanTests
{
    [Theory]
    [InlineData("utf-8")]
    [InlineData("utf-16")]
    public void SQL_Server_counts_the_rows_of_every_thread(string encoding)
    {
        var plan = File.ReadAllText(Samples.File("sqlserver/orders.sqlplan"));
        var bytes = encoding == "utf-8" ? Encoding.UTF8.GetBytes(plan) : [.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes(plan)];
        var capture = Imported.Bytes(bytes, "sqlserver-showplan");
        Assert.Equal(
            [("Clustered Index Scan", "Orders", "Note", 100_000.0, 3.0), ("Clustered Index Seek", "Accounts", "Id", 3.0, 3.0)],
            capture.Plans.Select(p => (p.Node, p.Relation, p.Column, p.RowsRead!.Value, p.RowsKept!.Value)));
        Assert.All(capture.Plans, p => Assert.Equal((@"C:\src\Shop\Orders.cs", 27), (p.Place.File, p.Place.Line)));
        Assert.DoesNotContain("ada", Imported.Everything(capture), StringComparison.Ordinal);
    }

    [Fact]
    public void A_plan_that_was_estimated_has_no_rows()
    {
        const string Estimated = "<ShowPlanXML xmlns=\"x\"><StmtSimple StatementText=\"select 1\"><RelOp PhysicalOp=\"Index Scan\"><IndexScan><Object Table=\"[Order Lines]\" /></IndexScan></RelOp></StmtSimple></ShowPlanXML>";
        var capture = Imported.Text(Estimated, "sqlserver-showplan");
        var plan = Assert.Single(capture.Plans);
        Assert.Equal(("Nonclustered Index Scan", "Order Lines", (double?)null), (plan.Node, plan.Relation, plan.RowsRead));
        Assert.Contains(capture.Remarks, r => r.Contains("estimated", StringComparison.Ordinal));
    }

    // sqlite3 3.40, two queries after each other; the second one reads a table by its key, whose name SQLite does not give.
    [Fact]
    public void The_sample_of_SQLite_has_the_plans_of_both_queries()
    {
        var capture = Imported.Sample("sqlite/query-plan.txt", "sqlite-query-plan");
        Assert.Equal(
            [("SCAN", "Lines", null, 12), ("SEARCH USING INDEX", "Orders", "rowid", 12), ("SEARCH USING INDEX", "Orders", "rowid", 30)],
            capture.Plans.Select(p => (p.Node, p.Relation, p.Column, p.Place.Line!.Value)));
    }

    // sqlite3 3.40 on a table without and one with an index; the second text is what versions before 3.24 print.
    [Theory]
    [InlineData("-- File: /src/A.cs:9\nexplain query plan select * from \"Orders\" as \"o\" join Lines l on l.OrderId = o.Id where \"o\".\"AccountId\" = 5 order by o.PlacedAt;\nQUERY PLAN\n|--SCAN o\n|--SEARCH l USING COVERING INDEX IX_L (OrderId=?)\n`--USE TEMP B-TREE FOR ORDER BY\n")]
    [InlineData("-- File: /src/A.cs:9\nexplain query plan select * from Orders as o join Lines l on l.OrderId = o.Id where o.AccountId = 5;\n0|0|0|SCAN TABLE Orders AS o\n0|1|1|SEARCH TABLE Lines AS l USING INDEX IX_L (OrderId=?)\n")]
    public void SQLite_says_how_and_not_how_many(string text)
    {
        var capture = Imported.Text(text, "sqlite-query-plan");
        Assert.Equal([("SCAN", "Orders", "AccountId"), ("SEARCH USING INDEX", "Lines", "OrderId")], capture.Plans.Select(p => (p.Node, p.Relation, p.Column)));
        Assert.All(capture.Plans, p => Assert.Equal(("/src/A.cs", 9, (double?)null), (p.Place.File, p.Place.Line, p.RowsRead)));
    }
}
