namespace PerfAnalyzers.Tool.Tests.Importing;

/// <summary>PostgreSQL's server log in its three forms. The sums in these tests were made with awk and python's csv and json modules from the same files.</summary>
public sealed class PostgresLogTests
{
    private const string Log = "postgresql-log";

    [Fact]
    public void A_statement_and_its_plan_are_one_execution()
    {
        var capture = Imported.Sample("postgres/server-text-plans.log", Log);
        Assert.Equal(20, capture.Statements.Values.Sum(s => s.Calls));

        // 403.698 ms in executions, and 3.506 ms in parsing and binding for them.
        Assert.Equal(407.204, capture.Statements.Values.Sum(s => s.TotalMs!.Value), 3);
        Assert.Null(capture.ThresholdMs);
        Assert.Contains(capture.Plans, p => p is { Node: "Seq Scan", Relation: "Customers", Column: "Email", RowsRead: 50000, RowsKept: 0 });
        Assert.Contains(capture.Plans, p => p is { Node: "Index Scan", Relation: "orders", Column: "id", RowsRead: 1, RowsKept: 1 });
        Assert.Contains(capture.Plans, p => p is { Node: "Seq Scan", Relation: "orders", Column: null, RowsRead: 100000, RowsKept: 17 });
    }

    [Fact]
    public void Durations_without_a_statement_belong_to_the_statement_before_in_the_same_session()
    {
        var capture = Imported.Sample("postgres/server-log-statement-all.log", Log);
        Assert.Equal(15, capture.Statements.Values.Sum(s => s.Calls));
        Assert.Equal(379.269, capture.Statements.Values.Sum(s => s.TotalMs!.Value), 3);
    }

    [Theory]
    [InlineData("postgres/server.csvlog", "postgresql-csvlog", 6, 242.313)]
    [InlineData("postgres/server.jsonlog", "postgresql-jsonlog", 6, 194.638)]
    [InlineData("postgres/server-slow-and-autoexplain.log", Log, 4, 110.529)]
    public void Each_form_of_the_log_counts_alike(string sample, string format, int calls, double totalMs)
    {
        var capture = Imported.Sample(sample, format);
        Assert.Equal(calls, capture.Statements.Values.Sum(s => s.Calls));
        Assert.Equal(totalMs, capture.Statements.Values.Sum(s => s.TotalMs!.Value), 3);
        Assert.True(capture.ThresholdMs > 5);
        Assert.Contains(capture.Plans, p => p is { Node: "Seq Scan", Relation: "Orders", Column: "AccountId", RowsRead: 200000, RowsKept: 100 });
    }

    [Fact]
    public void The_tag_is_the_place_of_round_trip_and_plan()
    {
        var capture = Imported.Sample("postgres/server-slow-and-autoexplain.log", Log);
        var (place, operation, _, totals) = Assert.Single(capture.Sites.Sites, s => s.Place.Line == 16);
        Assert.Equal("/home/dev/projects/shp/src/Shop/Services.cs", place.File);
        Assert.Equal(("db.read", 2, 19.941), (operation, totals.Calls, Math.Round(totals.TotalMs!.Value, 3)));
        Assert.Equal(2, capture.Plans.Count(p => p.Place == place && p.RowsRead == 120000));
        Assert.Equal(new DateTimeOffset(2026, 11, 22, 11, 7, 49, 640, TimeSpan.Zero), capture.CapturedAt);
    }

    [Theory]
    [InlineData("2026-11-22 11:07:49.640 UTC [21720] ")]
    [InlineData("2026-11-22 11:07:49 UTC:10.0.0.5(41234):app@shop:[21720]:")]
    [InlineData("2026-11-22 11:07:49 UTC [21720]: [5-1] user=app,db=shop,app=web,client=10.0.0.5 ")]
    [InlineData("6b02cd05.5545 ")]
    [InlineData("")]
    [InlineData("db-1  | 2026-11-22 11:07:49.640 UTC [21720] ")]
    public void Any_prefix_will_do(string prefix)
    {
        var start = prefix.StartsWith("db-1", StringComparison.Ordinal) ? "db-1  | " : "";
        var text = $"{prefix}LOG:  duration: 120.500 ms  execute <unnamed>: -- File: /src/Shop/A.cs:3\r\n{start}\t\r\n{start}\tUPDATE t SET a = $1\r\n{prefix}DETAIL:  parameters: $1 = 'ada@shop.test'\r\n";
        var capture = Imported.Text(text, Log);
        var (place, operation, _, totals) = Assert.Single(capture.Sites.Sites);
        Assert.Equal(("/src/Shop/A.cs", 3, "db.write", 1, 120.5), (place.File, place.Line, operation, totals.Calls, totals.TotalMs!.Value));
        Assert.Equal("UPDATE t SET a = $1", Assert.Single(capture.Statements).Key.Text);
    }

    // CloudNativePG puts the record into another object, Google's Cloud Logging the line into one.
    [Theory]
    [InlineData("""{"level":"info","ts":1669575482.09,"logger":"postgres","msg":"record","record":{"log_time":"2026-11-22 11:07:49.640 UTC","process_id":"600","session_id":"6383b33a.258","error_severity":"LOG","message":"duration: 120.500 ms  execute <unnamed>: -- File: /src/Shop/A.cs:3\n\nUPDATE t SET a = $1","detail":"parameters: $1 = 'planted'"}}""")]
    [InlineData("""{"insertId":"s=1","logName":"projects/p/logs/cloudsql.googleapis.com%2Fpostgres.log","severity":"INFO","textPayload":"[600]: [3-1] db=shop,user=app LOG:  duration: 120.500 ms  execute <unnamed>: -- File: /src/Shop/A.cs:3\n\t\n\tUPDATE t SET a = $1","timestamp":"2026-11-22T11:07:49.640Z"}""")]
    public void Clouds_wrap_the_log(string line)
    {
        // What else a cloud says of a line may be long.
        line = line.Replace("projects/p/", $"projects/{new string('p', 600)}/", StringComparison.Ordinal);
        var detail = line.Contains("textPayload", StringComparison.Ordinal) ? "\n" + """{"textPayload":"[600]: [4-1] db=shop,user=app DETAIL:  parameters: $1 = 'planted'","timestamp":"2026-11-22T11:07:49.641Z"}""" : "";
        var capture = Imported.Text(line + "\n" + line.Replace("120.500", "20.500", StringComparison.Ordinal) + detail + "\n", "postgresql-jsonlog");
        var (place, operation, _, totals) = Assert.Single(capture.Sites.Sites);
        Assert.Equal(("/src/Shop/A.cs", 3, "db.write", 2, 141.0), (place.File, place.Line, operation, totals.Calls, totals.TotalMs!.Value));
        Assert.Equal("UPDATE t SET a = $1", Assert.Single(capture.Statements).Key.Text);
        Assert.DoesNotContain("planted", Imported.Everything(capture), StringComparison.Ordinal);
        Assert.Equal(new DateTimeOffset(2026, 11, 22, 11, 7, 49, 640, TimeSpan.Zero), capture.CapturedAt);
    }

    [Fact]
    public void Syslog_numbers_the_lines_of_a_message()
    {
        const string Head = "Nov 22 11:07:49 db1 postgres[21720]: ";
        var capture = Imported.Text($"{Head}[5-1] LOG:  duration: 7.5 ms  statement: SELECT a\n{Head}[5-2] #011FROM t\n{Head}[6-1] LOG:  duration: 8.5 ms  statement: SELECT b\n{Head}[6-2] #011FROM t\n", Log);
        Assert.Equal(["SELECT a FROM t", "SELECT b FROM t"], capture.Statements.Keys.Select(k => k.Text).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Interleaved_sessions_are_told_apart()
    {
        const string Plan = "plan:\n\tQuery Text: SELECT a FROM t WHERE b = 1\n\tSeq Scan on t  (cost=0.00..1.00 rows=1 width=4) (actual time=0.1..4.0 rows=1 loops=1)\n\t  Filter: (b = 1)\n\t  Rows Removed by Filter: 9\n";
        var capture = Imported.Text(
            $"x [1] LOG:  duration: 5.0 ms  {Plan}x [2] LOG:  duration: 6.0 ms  {Plan}x [1] LOG:  duration: 5.2 ms  statement: SELECT a FROM t WHERE b = 1\nx [2] LOG:  duration: 6.2 ms  statement: SELECT a FROM t WHERE b = 1\n", Log);
        var statement = Assert.Single(capture.Statements).Value;
        Assert.Equal((2, 11.4), (statement.Calls, Math.Round(statement.TotalMs!.Value, 3)));
        Assert.Equal(2, capture.Plans.Count);
    }

    [Fact]
    public void A_plan_alone_is_an_execution()
    {
        var capture = Imported.Text("x [1] LOG:  duration: 5.0 ms  plan:\n\t{\n\t  \"Query Text\": \"SELECT a FROM t\",\n\t  \"Plan\": {\n\t    \"Node Type\": \"Seq Scan\", \"Relation Name\": \"t\", \"Actual Rows\": 3.00, \"Actual Loops\": 2\n\t  }\n\t}\n", Log);
        Assert.Equal(1, Assert.Single(capture.Statements).Value.Calls);
        Assert.Equal((6, 6), (Assert.Single(capture.Plans).RowsRead, capture.Plans[0].RowsKept));
    }

    [Fact]
    public void A_log_of_slow_statements_says_that_it_is_one()
    {
        var records = Imported.Everything(Imported.Sample("postgres/server.csvlog", "postgresql-csvlog"));
        Assert.Contains("\tmin-ms=25.41\tsampled=true", records, StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_user_typed_stays_in_the_log()
    {
        var everything = string.Concat(new[] { ("server-text-plans.log", Log), ("server-log-statement-all.log", Log), ("server-slow-and-autoexplain.log", Log), ("server.csvlog", "postgresql-csvlog"), ("server.jsonlog", "postgresql-jsonlog") }
            .Select(s => Imported.Everything(Imported.Sample("postgres/" + s.Item1, s.Item2))));
        foreach (var value in (string[])["ada.lovelace", "@shop.test", "city7", "38492", "4711", "12.5", "127.0.0.1", "2020-01-01", "parameters", "/home/dev"])
            Assert.DoesNotContain(value, everything, StringComparison.Ordinal);
    }

    [Fact]
    public void A_record_that_was_cut_at_the_front_is_left_out_and_said_so()
    {
        var text = File.ReadAllText(Samples.File("postgres/server.csvlog"));
        var capture = Imported.Text(text[600..], "postgresql-csvlog");
        Assert.True(capture.IsPartial);
        Assert.Equal(5, capture.Sites.Sites.Sum(x => x.Totals.Calls));
    }
}
