using PerfAnalyzers.Tool.Importing.MySql;

namespace PerfAnalyzers.Tool.Tests.Importing;

/// <summary>Slow logs and plans of MySQL and MariaDB. Sums were made with awk from the lines with <c>Query_time</c>.</summary>
public sealed class MySqlTests
{
    private const string SlowLog = "mysql-slow-log";
    private const string Explain = "mysql-explain";

    [Theory]
    [InlineData("mysql/mariadb-slow.log", 6, 827.877)]
    [InlineData("mysql/mariadb-slow-join.log", 13, 1994.429)]
    public void Each_execution_counts_once(string sample, int calls, double totalMs)
    {
        var capture = Imported.Sample(sample, SlowLog);
        Assert.Equal(calls, capture.Statements.Values.Sum(s => s.Calls));
        Assert.Equal(totalMs, capture.Statements.Values.Sum(s => s.TotalMs!.Value), 3);
        Assert.True(capture.ThresholdMs > 2);
    }

    [Fact]
    public void The_tag_in_a_block_comment_is_the_place()
    {
        var capture = Imported.Sample("mysql/mariadb-slow-join.log", SlowLog);
        var (place, operation, _, totals) = Assert.Single(capture.Sites.Sites, s => s.Place.IsKnown);
        Assert.Equal(("/home/dev/shop/src/Shop/Orders.cs", 27, "db.read", 50.0), (place.File, place.Line, operation, totals.Rows));

        // 100,050 rows were examined: 100,000 in the table, and the 50 that were kept once more when they were sorted.
        var plan = Assert.Single(capture.Plans, p => p.Place.IsKnown);
        Assert.Equal(("ALL", "Orders", "AccountId", 100_000.0, 50.0), (plan.Node, plan.Relation, plan.Column, plan.RowsRead!.Value, plan.RowsKept!.Value));
    }

    [Fact]
    public void Tables_of_a_join_are_known_by_name_and_not_by_what_the_join_finds_them_by()
    {
        var plans = Imported.Sample("mysql/mariadb-slow-join.log", SlowLog).Plans.Where(p => p.Statement!.StartsWith("SELECT a.City", StringComparison.Ordinal)).ToList();
        Assert.Equal([("ALL", "Orders", null), ("eq_ref", "Accounts", null)], plans.Select(p => (p.Node, p.Relation, p.Column)));
    }

    [Fact]
    public void What_a_sort_keeps_is_unknown_when_it_keeps_the_first_few()
    {
        var plan = Imported.Sample("mysql/mariadb-slow.log", SlowLog).Plans.First(p => p.Relation == "Orders");
        Assert.Equal((100_000.0, (double?)null, "AccountId"), (plan.RowsRead, plan.RowsKept, plan.Column));
    }

    // MySQL 5.7 and 8 (with log_slow_extra), Percona with sampling, MySQL 5.5.
    [Theory]
    [InlineData("# Time: 2026-11-22T11:09:12.123456Z\r\n# User@Host: app[app] @ web1 [10.0.0.5]  Id:     8\r\n# Query_time: 0.500000  Lock_time: 0.000001 Rows_sent: 1  Rows_examined: 9000\r\n", 1, 500)]
    [InlineData("# Time: 2026-11-22T11:09:12.123456Z\n# User@Host: app[app] @ web1 [10.0.0.5]  Id:     8\n# Query_time: 0.500000  Lock_time: 0.000001 Rows_sent: 1  Rows_examined: 9000 Thread_id: 8 Errno: 0 Killed: 0 Bytes_received: 0 Start: 2026-11-22T11:09:11.6Z End: 2026-11-22T11:09:12.1Z\n", 1, 500)]
    [InlineData("# Time: 261122 11:09:12\n# User@Host: app[app] @ [10.0.0.5]\n# Schema: shop  Last_errno: 0  Killed: 0\n# Query_time: 0.500000  Lock_time: 0.000001  Rows_sent: 1  Rows_examined: 9000  Rows_affected: 0\n# Bytes_sent: 65\n# Log_slow_rate_type: query  Log_slow_rate_limit: 10\n", 10, 5000)]
    [InlineData("# User@Host: app[app] @ web1 []\n# Query_time: 0.500000  Lock_time: 0.000001 Rows_sent: 1  Rows_examined: 9000\nuse shop;\n", 1, 500)]
    public void Headers_of_other_versions_are_read(string header, int calls, double totalMs)
    {
        const string Statement = "SET timestamp=1795345752;\nSELECT `a`\nFROM `t`\n# a remark about ada\nWHERE `b` = \"ada@shop.test\"\n  AND `c` = 17;\n";
        const string Quit = "# User@Host: app[app] @ web1 []\n# Query_time: 0.9  Lock_time: 0.0 Rows_sent: 0  Rows_examined: 0\nSET timestamp=1795345753;\n# administrator command: Quit;\n";
        var capture = Imported.Text(header + Statement + Quit + header + Statement, SlowLog);
        var (key, statement) = Assert.Single(capture.Statements);
        Assert.Equal(("SELECT `a` FROM `t` WHERE `b` = ? AND `c` = ?", "db.read"), (key.Text, key.Operation));
        Assert.Equal((2 * calls, 2 * totalMs), (statement.Calls, statement.TotalMs!.Value));
        Assert.DoesNotContain("ada", Imported.Everything(capture), StringComparison.Ordinal);
    }

    [Fact]
    public void A_full_scan_of_one_table_is_a_plan_without_a_plan()
    {
        var capture = Imported.Text("# User@Host: a[a] @ []\n# Query_time: 0.5  Lock_time: 0.0  Rows_sent: 1  Rows_examined: 9000\n# Full_scan: Yes  Full_join: No\nSET timestamp=1795345752;\nselect count(*) from shop.orders o where o.state = 'open';\n", SlowLog);
        var plan = Assert.Single(capture.Plans);
        Assert.Equal(("ALL", "orders", "state", 9000.0, (double?)null), (plan.Node, plan.Relation, plan.Column, plan.RowsRead!.Value, plan.RowsKept));
    }

    [Fact]
    public void MariaDB_counts_the_rows_of_its_plan()
    {
        var plan = Assert.Single(Imported.Sample("mysql/mariadb-analyze.json", Explain).Plans);
        Assert.Equal(("ALL", "o", "AccountId", 100_000.0, 50.0), (plan.Node, plan.Relation, plan.Column, plan.RowsRead!.Value, plan.RowsKept!.Value));

        var join = Imported.Sample("mysql/mariadb-analyze-join.json", Explain).Plans;
        Assert.Equal([("ALL", "o", null, 100_000.0, 99_395.0), ("eq_ref", "a", "Id", 99_395.0, 50.0)], join.Select(p => (p.Node, p.Relation, p.Column, p.RowsRead!.Value, p.RowsKept!.Value)));
    }

    [Fact]
    public void The_query_before_a_plan_names_its_tables_and_its_place()
    {
        var plan = Assert.Single(Imported.Text("-- File: /src/Shop/A.cs:9\nANALYZE FORMAT=JSON SELECT * FROM `shop`.`Orders` AS `o` WHERE `o`.`AccountId` = 5\n" + File.ReadAllText(Samples.File("mysql/mariadb-analyze.json")), Explain).Plans);
        Assert.Equal(("Orders", "/src/Shop/A.cs", 9), (plan.Relation, plan.Place.File, plan.Place.Line));
    }

    // As the client prints it in batch mode, with \G, and in a frame.
    [Theory]
    [InlineData("EXPLAIN\n{\\n  \"query_block\": {\\n    \"table\": {\\n      \"table_name\": \"o\",\\n \"access_type\": \"ALL\", \"attached_condition\": \"o.AccountId = 5\"\\n    }\\n  }\\n}\n")]
    [InlineData("*************************** 1. row ***************************\nEXPLAIN: {\n  \"query_block\": {\"table\": {\"table_name\": \"o\", \"access_type\": \"ALL\", \"attached_condition\": \"(`shop`.`o`.`AccountId` = 5)\"}}\n}\n1 row in set (0.00 sec)\n")]
    [InlineData("+---------+\n| EXPLAIN |\n+---------+\n| {\n  \"query_block\": {\"table\": {\"table_name\": \"o\", \"access_type\": \"ALL\", \"attached_condition\": \"(`shop`.`o`.`AccountId` = <cache>(5))\"}}\n} |\n+---------+\n1 row in set (0.00 sec)\n")]
    public void However_the_client_prints_it(string text)
    {
        var capture = Imported.Text(text, Explain);
        var plan = Assert.Single(capture.Plans);
        Assert.Equal(("ALL", "o", "AccountId", (double?)null), (plan.Node, plan.Relation, plan.Column, plan.RowsRead));
        Assert.Contains(capture.Remarks, r => r.Contains("planned and not run", StringComparison.Ordinal));
    }

    [Fact]
    public void MySQL_prints_a_tree()
    {
        var capture = Imported.Text(
            """
            EXPLAIN ANALYZE SELECT o.Id FROM Orders AS o JOIN Accounts a ON a.Id = o.AccountId WHERE a.Email = 'ada@shop.test';
            -> Limit: 20 row(s)  (cost=10128 rows=20) (actual time=38.2..38.2 rows=20 loops=1)
                -> Nested loop inner join  (cost=10128 rows=20) (actual time=38.2..38.2 rows=20 loops=1)
                    -> Filter: (a.Email = 'ada@shop.test')  (cost=10128 rows=99763) (actual time=0.05..37 rows=1 loops=1)
                        -> Table scan on a  (cost=10128 rows=20000) (actual time=0.05..30 rows=20000 loops=1)
                    -> Index lookup on o using IX_Orders_AccountId (AccountId=a.Id)  (cost=1 rows=50) (actual time=0.01..0.2 rows=25.5 loops=2)
                    -> Covering index scan on x using IX_x  (cost=1 rows=50) (never executed)
            """, Explain);
        Assert.Equal(
            [("Table scan", "Accounts", "Email", 20_000.0, 1.0), ("Index lookup", "Orders", "AccountId", 51.0, 51.0)],
            capture.Plans.Select(p => (p.Node, p.Relation, p.Column, p.RowsRead!.Value, p.RowsKept!.Value)));
        Assert.DoesNotContain("ada", Imported.Everything(capture), StringComparison.Ordinal);
    }

    [Fact]
    public void MySQL_s_second_JSON_has_its_query()
    {
        var capture = Imported.Text(
            """
            {"query": "/* select#1 */ select `shop`.`o`.`Id` AS `Id` from `shop`.`Orders` `o` where (`shop`.`o`.`AccountId` = 5)",
             "query_plan": {"operation": "Filter: (o.AccountId = 5)", "access_type": "filter", "condition": "(o.AccountId = 5)", "actual_rows": 50.0, "actual_loops": 1,
               "inputs": [{"operation": "Table scan on o", "table_name": "o", "access_type": "table", "schema_name": "shop", "actual_rows": 100000.0, "actual_loops": 1}]}}
            """, Explain);
        var plan = Assert.Single(capture.Plans);
        Assert.Equal(("Table scan", "Orders", "AccountId", 100_000.0, 50.0), (plan.Node, plan.Relation, plan.Column, plan.RowsRead!.Value, plan.RowsKept!.Value));
    }

    [Theory]
    [InlineData("SELECT * FROM Orders WHERE Note = ? and Total > ?", "Orders", null)]
    [InlineData("SELECT * FROM `Orders` `o` WHERE `o`.`Note` LIKE ? ORDER BY `o`.`Id` LIMIT ?", "o", "Note")]
    [InlineData("UPDATE Orders SET Note = ? WHERE AccountId = ?", "Orders", "AccountId")]
    [InlineData("DELETE FROM Orders WHERE PlacedAt < DATE_SUB(NOW(), INTERVAL ? DAY)", "Orders", "PlacedAt")]
    [InlineData("SELECT * FROM a, b AS x WHERE x.c = a.id", "x", "c")]
    [InlineData("SELECT 1", "x", null)]
    public void A_statement_says_which_column_it_filters_by(string sql, string alias, string? column) => Assert.Equal(column, MySqlText.FilteredColumn(sql, alias));

    [Theory]
    [InlineData("SELECT * FROM `shop`.`Order Lines` AS `l` JOIN `Orders` `o` ON 1", "l", "Order Lines")]
    [InlineData("SELECT * FROM `shop`.`Order Lines` AS `l` JOIN `Orders` `o` ON 1", "o", "Orders")]
    [InlineData("select * from a, b x where x.c = 1", "x", "b")]
    [InlineData("select * from Orders where a = 1", "Orders", "Orders")]
    [InlineData(null, "o", "o")]
    public void An_alias_stands_for_a_table(string? sql, string alias, string table) => Assert.Equal(table, MySqlText.Table(sql, alias));

    [Fact]
    public void What_a_user_typed_stays_in_the_log()
    {
        var everything = Imported.Everything(Imported.Sample("mysql/mariadb-slow-join.log", SlowLog)) + Imported.Everything(Imported.Sample("mysql/mariadb-slow.log", SlowLog)) +
            Imported.Everything(Imported.Sample("mysql/mariadb-analyze-join.json", Explain));
        foreach (var value in (string[])["@shop.test", "ada", "user7", "secret-note", "localhost", "root[", "/home/dev"])
            Assert.DoesNotContain(value, everything, StringComparison.Ordinal);
    }
}
