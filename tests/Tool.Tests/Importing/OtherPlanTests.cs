using System.Text;

namespace PerfAnalyzers.Tool.Tests.Importing;

/// <summary>Plans of SQL Server and SQLite.</summary>
public sealed class OtherPlanTests
{
    private const string Showplan = """
        <?xml version="1.0" encoding="utf-16"?>
        <ShowPlanXML xmlns="http://schemas.microsoft.com/sqlserver/2004/07/showplan" Version="1.564" Build="16.0.1000.6">
          <BatchSequence><Batch><Statements>
            <StmtSimple StatementText="-- File: C:\src\Shop\Orders.cs:27&#xd;&#xa;SELECT [o].[Id] FROM [Orders] AS [o] JOIN [Accounts] AS [a] ON [a].[Id] = [o].[AccountId] WHERE [o].[Note] = N'ada@shop.test'" StatementType="SELECT">
              <QueryPlan><RelOp NodeId="0" PhysicalOp="Nested Loops" LogicalOp="Inner Join"><OutputList><ColumnReference Table="[Orders]" Column="Id" /></OutputList>
                <RunTimeInformation><RunTimeCountersPerThread Thread="0" ActualRows="3" /></RunTimeInformation>
                <NestedLoops>
                  <RelOp NodeId="1" PhysicalOp="Clustered Index Scan" LogicalOp="Clustered Index Scan"><OutputList><ColumnReference Table="[Orders]" Column="Id" /><ColumnReference Table="[Orders]" Column="AccountId" /></OutputList>
                    <RunTimeInformation><RunTimeCountersPerThread Thread="1" ActualRows="2" ActualRowsRead="60000" ActualElapsedms="30" /><RunTimeCountersPerThread Thread="2" ActualRows="1" ActualRowsRead="40000" ActualElapsedms="25" /></RunTimeInformation>
                    <IndexScan><Object Database="[shop]" Schema="[dbo]" Table="[Orders]" Index="[PK_Orders]" Alias="[o]" />
                      <Predicate><ScalarOperator ScalarString="[o].[Note]=N'ada@shop.test'"><Compare><ScalarOperator><Identifier><ColumnReference Table="[Orders]" Column="Note" /></Identifier></ScalarOperator><ScalarOperator><Const ConstValue="N'ada@shop.test'" /></ScalarOperator></Compare></ScalarOperator></Predicate>
                    </IndexScan></RelOp>
                  <RelOp NodeId="2" PhysicalOp="Clustered Index Seek" LogicalOp="Clustered Index Seek"><OutputList />
                    <RunTimeInformation><RunTimeCountersPerThread Thread="0" ActualRows="3" ActualRowsRead="3" ActualElapsedms="0" /></RunTimeInformation>
                    <IndexScan><SeekPredicates><SeekPredicateNew><SeekKeys><Prefix><RangeColumns><ColumnReference Table="[Accounts]" Column="Id" /></RangeColumns><RangeExpressions><ScalarOperator><Identifier><ColumnReference Table="[Orders]" Column="AccountId" /></Identifier></ScalarOperator></RangeExpressions></Prefix></SeekKeys></SeekPredicateNew></SeekPredicates><Object Table="[Accounts]" Index="[PK_Accounts]" /></IndexScan></RelOp>
                </NestedLoops></RelOp></QueryPlan>
            </StmtSimple>
          </Statements></Batch></BatchSequence>
        </ShowPlanXML>
        """;

    [Theory]
    [InlineData("utf-8")]
    [InlineData("utf-16")]
    public void SQL_Server_counts_the_rows_of_every_thread(string encoding)
    {
        var bytes = encoding == "utf-8" ? Encoding.UTF8.GetBytes(Showplan) : [.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes(Showplan)];
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
