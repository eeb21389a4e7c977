using PerfAnalyzers.Tool.Importing;

namespace PerfAnalyzers.Tool.Tests.Importing;

/// <summary>Plans as PostgreSQL prints them, and its statistics of statements.</summary>
public sealed class PostgresPlanTests
{
    // The table has 200,000 rows, of which 100 are of the account; the plan ran in two processes, each of which removed 99,950.
    [Theory]
    [InlineData("postgres/explain-orders.json", "postgresql-explain")]
    [InlineData("postgres/explain-orders.txt", "postgresql-explain-text")]
    public void Rows_are_counted_over_all_workers(string sample, string format)
    {
        var plan = Assert.Single(Imported.Sample(sample, format).Plans);
        Assert.Equal(("Seq Scan", "Orders", "AccountId", 200_000.0, 100.0), (plan.Node, plan.Relation, plan.Column, plan.RowsRead, plan.RowsKept));
        Assert.Null(plan.Statement);
    }

    // Python's json: 120,000 rows of OrderLines without a condition; of Orders 100 were kept and 199,900 removed.
    [Fact]
    public void A_join_has_the_rows_of_both_its_tables() =>
        Assert.Equal(
            [("Seq Scan", "OrderLines", null, 120_000.0, 120_000.0), ("Seq Scan", "Orders", "AccountId", 200_000.0, 100.0)],
            Imported.Sample("postgres/explain-join.json", "postgresql-explain").Plans.Select(p => (p.Node, p.Relation, p.Column, p.RowsRead!.Value, p.RowsKept!.Value)));

    [Theory]
    [InlineData("postgres/explain-verbose.txt", "Customers", "City", 50_000, 1000)]
    [InlineData("postgres/explain-psql-table.txt", "orders", "total", 100_000, 6180)]
    [InlineData("postgres/explain-csv.txt", "orders", "customer_id", 100_000, 20)]
    [InlineData("postgres/explain-echoed.txt", "orders", "customer_id", 100_000, 20)]
    public void However_a_client_prints_it(string sample, string relation, string column, double read, double kept) =>
        Assert.Contains(Imported.Sample(sample, "postgresql-explain-text").Plans, p => p.Node == "Seq Scan" && p.Relation == relation && p.Column == column && p.RowsRead == read && p.RowsKept == kept);

    // psql with linestyle unicode and borders, pgAdmin, and JSON in a frame of each kind.
    [Theory]
    [InlineData("╔═══════════╗\n║ QUERY PLAN ║\n╟───────────╢\n║ Seq Scan on orders  (cost=0.00..1887.00 rows=20 width=20) (actual time=0.013..0.078 rows=20 loops=1) ║\n║   Filter: (customer_id = 3)   ║\n║   Rows Removed by Filter: 80 ║\n╚═══════════╝\n(3 rows)\n")]
    [InlineData("                QUERY PLAN                \n──────────────────────────────\n Seq Scan on orders  (cost=0.00..1887.00 rows=20 width=20) (actual time=0.013..0.078 rows=20 loops=1)\n   Filter: (customer_id = 3)\n   Rows Removed by Filter: 80\n")]
    [InlineData("'Seq Scan on orders  (cost=0.00..1887.00 rows=20 width=20) (actual time=0.013..0.078 rows=20 loops=1)'\n'  Filter: (customer_id = 3)'\n'  Rows Removed by Filter: 80'\n")]
    [InlineData("+-----+\n|   QUERY PLAN   |\n+-----+\n| [       +|\n|   {\"Plan\": {\"Node Type\": \"Seq Scan\", \"Relation Name\": \"orders\", \"Filter\": \"(customer_id = 3)\",   +|\n|    \"Actual Rows\": 20, \"Actual Loops\": 1, \"Rows Removed by Filter\": 80}}  +|\n| ]   |\n+-----+\n(1 row)\n")]
    [InlineData("┌─────┐\n│   QUERY PLAN   │\n├─────┤\n│ [       ↵│\n│   {\"Plan\": {\"Node Type\": \"Seq Scan\", \"Relation Name\": \"orders\", \"Filter\": \"(customer_id = 3)\",   ↵│\n│    \"Actual Rows\": 20, \"Actual Loops\": 1, \"Rows Removed by Filter\": 80}}  ↵│\n│ ]   │\n└─────┘\n(1 row)\n")]
    public void Whatever_frame_is_drawn_around_it(string text)
    {
        var capture = Imported.Text(text, "postgresql-explain-text");
        var plan = Assert.Single(capture.Plans);
        Assert.Equal(("Seq Scan", "orders", "customer_id", 100.0, 20.0), (plan.Node, plan.Relation, plan.Column, plan.RowsRead!.Value, plan.RowsKept!.Value));
        Assert.False(capture.IsPartial, string.Join("; ", capture.Remarks));
    }

    [Fact]
    public void A_tag_in_front_of_the_plan_is_its_place()
    {
        var plan = Assert.Single(Imported.Sample("postgres/explain-echoed.txt", "postgresql-explain-text").Plans);
        Assert.Equal(("/home/dev/shop/src/Shop/Orders.cs", 12), (plan.Place.File, plan.Place.Line));
        Assert.Equal("select * from orders where customer_id = ?", plan.Statement);
    }

    [Theory]
    [InlineData(" Seq Scan on orders  (cost=0.00..1887.00 rows=20 width=20)\n   Filter: (customer_id = 3)\n", "postgresql-explain-text")]
    [InlineData("         QUERY PLAN\n-----------------------------\n Seq Scan on orders\n   Filter: (customer_id = 3)\n(2 rows)\n", "postgresql-explain-text")]
    [InlineData("{\"Plan\": {\"Alias\": \"orders\", \"Filter\": \"(customer_id = 3)\", \"Relation Name\": \"orders\", \"Node Type\": \"Seq Scan\", \"Plan Rows\": 20}}", "postgresql-explain")]
    public void A_plan_that_was_not_run_says_nothing_about_rows(string text, string format)
    {
        var capture = Imported.Text(text, format);
        var plan = Assert.Single(capture.Plans);
        Assert.Equal(("Seq Scan", "orders", "customer_id"), (plan.Node, plan.Relation, plan.Column));
        Assert.Null(plan.RowsRead);
        Assert.Contains(capture.Remarks, r => r.Contains("planned and not run", StringComparison.Ordinal));
    }

    [Fact]
    public void Several_plans_one_after_the_other_are_all_read()
    {
        const string One = "{\"Query Text\": \"-- File: /src/A.cs:4\\nSELECT 1 FROM a WHERE b = 'secret'\", \"Plan\": {\"Node Type\": \"Limit\", \"Plans\": [{\"Node Type\": \"Index Scan\", \"Relation Name\": \"a\", \"Index Cond\": \"(b = 'secret'::text)\", \"Actual Rows\": 1, \"Actual Loops\": 3}]}}";
        var capture = Imported.Text(One + "\n" + One.Replace("A.cs", "B.cs", StringComparison.Ordinal), "postgresql-explain");
        Assert.Equal(["/src/A.cs", "/src/B.cs"], capture.Plans.Select(p => p.Place.File));
        Assert.All(capture.Plans, p => Assert.Equal(("Index Scan", "b", 3.0), (p.Node, p.Column, p.RowsKept!.Value)));
        Assert.DoesNotContain("secret", Imported.Everything(capture), StringComparison.Ordinal);
    }

    [Fact]
    public void A_branch_that_never_ran_and_a_table_that_is_written_are_no_scans()
    {
        var capture = Imported.Text(
            """
            Update on orders  (cost=0.00..10.00 rows=0 width=0) (actual time=1.0..1.0 rows=0 loops=1)
              ->  Append  (cost=0.00..10.00 rows=1 width=6) (actual time=0.1..0.9 rows=1 loops=1)
                    ->  Index Scan Backward using "IX o" on public."Old Orders" o_1  (cost=0.00..5.00 rows=1 width=6) (actual time=0.1..0.2 rows=1 loops=1)
                          Index Cond: (o_1."PlacedAt" > '2026-01-01'::date)
                    ->  Seq Scan on orders o_2  (cost=0.00..5.00 rows=1 width=6) (never executed)
                          Filter: (id = 1)
            """, "postgresql-explain-text");
        var plan = Assert.Single(capture.Plans);
        Assert.Equal(("Index Scan", "Old Orders", "PlacedAt"), (plan.Node, plan.Relation, plan.Column));
    }

    [Theory]
    [InlineData("(\"AccountId\" = 38)", "o", "AccountId")]
    [InlineData("(o.\"AccountId\" = $1)", "o", "AccountId")]
    [InlineData("((o.a = 1) AND (o.b = 2))", "o", null)]
    [InlineData("((a >= 1) AND (a < 5))", "o", "a")]
    [InlineData("(lower((email)::text) = 'ada AND b'::text)", "c", "email")]
    [InlineData("((status)::character varying(10) = ANY ('{a,b}'::character varying[]))", "o", "status")]
    [InlineData("(l.\"OrderId\" = o.\"Id\")", "l", "OrderId")]
    [InlineData("(placed_at < ('2020-01-01 00:00:00'::timestamp without time zone + '1 day'::interval))", "o", "placed_at")]
    [InlineData("(total > (12.5)::numeric(10,2))", "o", "total")]
    [InlineData("(NOT is_deleted)", "o", "is_deleted")]
    [InlineData("(deleted_at IS NULL)", "o", "deleted_at")]
    [InlineData("(name ~~ 'O''Hara x%'::text)", "c", "name")]
    [InlineData("(id = $0)", "o", "id")]
    [InlineData("(NOT (hashed SubPlan 1))", "o", null)]
    [InlineData("(tenant = current_setting('app.tenant'::text))", "o", "tenant")]
    [InlineData("(\"Order\" = 'x'::\"Mood\")", "o", "Order")]
    [InlineData("(1 = 1)", "o", null)]
    [InlineData(null, "o", null)]
    public void The_compared_column_is_read_from_a_condition(string? condition, string alias, string? column) => Assert.Equal(column, ComparedColumn.Of(condition, alias));

    [Fact]
    public void Statistics_of_statements_are_sums_by_place()
    {
        // With fewer columns, and times that were rounded when they were asked for.
        var rounded = Imported.Sample("postgres/pg_stat_statements.csv", "pg-stat-statements");
        Assert.Equal((1067.0, 8631.94), (rounded.Statements.Values.Sum(s => s.Calls), Math.Round(rounded.Statements.Values.Sum(s => s.TotalMs!.Value), 3)));

        var capture = Imported.Sample("postgres/pg_stat_statements-full.csv", "pg-stat-statements");
        Assert.Equal(1067, capture.Statements.Values.Sum(s => s.Calls));
        Assert.Equal(8631.939, capture.Statements.Values.Sum(s => s.TotalMs!.Value), 3);
        var site = Assert.Single(capture.Sites.Sites, s => s.Place.Line == 16);
        Assert.Equal((480, 5454.778, 303.0), (site.Totals.Calls, Math.Round(site.Totals.TotalMs!.Value, 3), site.Totals.Rows!.Value));
        Assert.Contains(capture.Remarks, r => r.Contains("hints", StringComparison.Ordinal));
        Assert.Contains("\tunattributed=539\t", Imported.Everything(capture), StringComparison.Ordinal);
    }

    // Two rows of three calls; the comment at the end of the first one is no tag.
    [Fact]
    public void Calls_without_times_count_as_well()
    {
        var capture = Imported.Sample("postgres/pg_stat_statements-comment-merge.csv", "pg-stat-statements");
        Assert.Equal([3.0, 3.0], capture.Statements.Values.Select(s => s.Calls));
        Assert.All(capture.Statements.Values, s => Assert.Null(s.TotalMs));
        Assert.Equal(("/src/A.cs", 1, 3L), Assert.Single(capture.Sites.Sites, s => s.Place.IsKnown) is var (place, _, _, totals) ? (place.File, place.Line, totals.Calls) : default);
    }

    [Theory]
    [InlineData("calls,total_time,rows,query", "3,12.5,6,", 12.5)]
    [InlineData("query;mean_exec_time;calls", null, 12.6)]
    [InlineData("\uFEFFQUERY,CALLS", null, null)]
    public void Any_columns_of_any_version_will_do(string header, string? row, double? totalMs)
    {
        var query = "\"SELECT a\r\nFROM t WHERE b = 'ada@shop.test'\"";
        var text = header + "\r\n" + (row is not null ? row + query : header.Contains(';', StringComparison.Ordinal) ? query + ";4.2;3" : query + ",3") + "\r\n";
        var (key, statement) = Assert.Single(Imported.Text(text, "pg-stat-statements").Statements);
        Assert.Equal(("SELECT a FROM t WHERE b = ?", 3.0), (key.Text, statement.Calls));
        Assert.Equal(totalMs, statement.TotalMs is { } ms ? Math.Round(ms, 3) : null);
    }

    // None is like another: they are left out beyond a number, which is said, without looking again and again for those that are alike.
    [Fact]
    public void Plans_that_are_all_different_are_kept_up_to_a_number()
    {
        var capture = new PerfAnalyzers.Tool.Capturing.Capture();
        for (var i = 0; i < 200_000; i++)
            capture.AddPlan(new(PerfAnalyzers.Tool.Capturing.CodePlace.Unknown, "SELECT " + i, "Seq Scan", "t", "c", i, 1, null));

        Assert.Equal(50_000, capture.Plans.Count);
        Assert.True(capture.IsPartial);
        Assert.Equal(2_000, Imported.Records(capture, "plan").Count);
    }

    // 30,000 executions of two statements, one of which reads more each time.
    [Fact]
    public void Plans_of_a_long_log_do_not_fill_the_memory()
    {
        var capture = new PerfAnalyzers.Tool.Capturing.Capture();
        for (var i = 1; i <= 15_000; i++)
        {
            capture.AddPlan(new(PerfAnalyzers.Tool.Capturing.CodePlace.Unknown, "SELECT a", "Seq Scan", "t", "c", i, 1, 2));
            capture.AddPlan(new(PerfAnalyzers.Tool.Capturing.CodePlace.Unknown, "SELECT b", "Seq Scan", "t", "c", 7, 7, null));
        }

        Assert.True(capture.Plans.Count < 15_000);
        var records = Imported.Records(capture, "plan");
        Assert.Equal(["!:SELECT a", "!:SELECT b"], records.Select(r => r.Key));
        Assert.Equal((15_000.0, 15_000.0, 30_000.0), (records[0].Calls, records[0].Number("rows-read"), records[0].TotalMs));
        Assert.Equal((15_000.0, (double?)null), (records[1].Calls, records[1].TotalMs));
    }
}
