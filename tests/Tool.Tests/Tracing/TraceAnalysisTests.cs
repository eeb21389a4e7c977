using PerfAnalyzers.Tool.Capturing;
using static PerfAnalyzers.Tool.Tracing.SpanKind;

namespace PerfAnalyzers.Tool.Tests.Tracing;

/// <summary>What traces say, whatever state they are in. The expected values are counted by hand from the spans in each test.</summary>
public sealed class TraceAnalysisTests
{
    private const string Route = "http.route=/orders/{id}";
    private const string Get = "http.request.method=GET";

    [Fact]
    public void Time_with_a_round_trip_under_way_counts_overlaps_once_and_only_while_the_request_runs()
    {
        // 10..30 and 20..40 are 30 ms; 90..120 counts until the end at 100; 50..60 is no call.
        var endpoint = new TraceText()
            .Add("1", Server, 0, 100, Get, Route)
            .Add("1<2", Client, 10, 20, "db.query.text=SELECT a FROM t WHERE id = @p")
            .Add("1<3", Client, 20, 20, "db.statement=SELECT b FROM t WHERE id = @p")
            .Add("1<4", Internal, 50, 10)
            .Add("1<5", Client, 90, 30, "url.full=http://stock/items/7", Get)
            .Read().Endpoints["GET /orders/{id}"];
        Assert.Equal((1, 100, 40, 3), (endpoint.Count, endpoint.TotalMs, Rounded(endpoint.IoMs), endpoint.RoundTrips));
    }

    [Fact]
    public void The_spans_that_two_libraries_make_of_one_call_are_one_round_trip()
    {
        var capture = new TraceText()
            .Add("1", Server, 0, 100, Get, Route)
            .Add("1<2", Client, 10, 10, "db.statement=SELECT a FROM t", "db.system=postgresql", "name=mapper")
            .Add("2<3", Client, 11, 8, "db.query.text=SELECT a FROM t", "db.system.name=postgresql", "code.function.name=Shop.Orders.Load")
            .Add("1<4", Client, 30, 10, "rpc.system=grpc", "rpc.service=stock.Stock", "rpc.method=Get")
            .Add("4<5", Client, 31, 8, "url.full=http://stock/stock.Stock/Get", "http.request.method=POST")
            .Read();
        Assert.Equal(2, capture.Endpoints["GET /orders/{id}"].RoundTrips);
        Assert.Equal(["db.read", "grpc"], capture.Sites.Sites.Select(s => s.Operation).Order());

        // The inner one knows the line, and the call is the outer one's 10 ms.
        var site = Assert.Single(capture.Sites.Sites, s => s.Place.IsKnown);
        Assert.Equal(("M:Shop.Orders.Load", 1, 10.0), (site.Place.Member!.Id, site.Totals.Calls, Rounded(site.Totals.TotalMs)));
    }

    [Fact]
    public void A_query_while_a_reader_is_open_is_a_round_trip_of_its_own()
    {
        var text = new TraceText().Add("1", Server, 0, 100, Get, Route).Add("1<2", Client, 0, 90, "db.query.text=SELECT id FROM orders");
        for (var i = 0; i < 12; i++)
            text.Add($"2<{i + 3}", Client, 5 + (i * 5), 4.9, "db.query.text=SELECT a FROM lines WHERE id = @p");

        Assert.Equal(13, text.Read().Endpoints["GET /orders/{id}"].RoundTrips);
    }

    [Fact]
    public void What_a_called_service_does_belongs_to_its_own_endpoint()
    {
        var capture = new TraceText()
            .Add("1", Server, 0, 100, Get, Route)
            .Add("1<2", Client, 10, 50, Get, "url.full=http://stock/items/7?key=1")
            .Service("stock")
            .Add("2<3", Server, 15, 40, Get, "http.route=items/{id}")
            .Add("3<4", Client, 20, 10, "db.query.text=SELECT 1")
            .Add("3<5", Client, 30, 10, "db.query.text=SELECT 2")
            .Read();
        Assert.Equal((1.0, 50.0), (capture.Endpoints["GET /orders/{id}"].RoundTrips, Rounded(capture.Endpoints["GET /orders/{id}"].IoMs)));
        Assert.Equal((2.0, 20.0), (capture.Endpoints["GET /items/{id}"].RoundTrips, Rounded(capture.Endpoints["GET /items/{id}"].IoMs)));

        // The waterfall goes on into the other service.
        var trace = Assert.Single(capture.Traces, t => t.Endpoint == "GET /orders/{id}");
        Assert.Equal(["shop", "shop", "stock", "stock", "stock"], trace.Spans.Select(s => s.Service));
        Assert.Equal([-1, 0, 1, 2, 2], trace.Spans.Select(s => s.Parent));
        Assert.Equal("GET /items/{id}", trace.Spans[1].Name);
    }

    [Fact]
    public void Of_a_service_that_traces_no_calls_it_is_not_known_how_many_there_were()
    {
        var endpoint = new TraceText().Add("1", Server, 0, 100, Get, Route).Read().Endpoints["GET /orders/{id}"];
        Assert.Equal((1L, null, null), (endpoint.Count, endpoint.IoMs, endpoint.RoundTrips));
    }

    [Fact]
    public void A_trace_may_lie_in_several_files_in_any_order()
    {
        var calls = new TraceText().Add("1<2", Client, 10, 20, "db.query.text=SELECT 1").Add("1<3", Client, 40, 20, "db.query.text=SELECT 2").ToString();
        var root = new TraceText().Add("1", Server, 0, 100, Get, Route).ToString();
        Assert.Equal(2, TraceText.Read(calls, root).Endpoints["GET /orders/{id}"].RoundTrips);
        Assert.Equal(2, TraceText.Read($"{calls}\r\n{root}\r\n").Endpoints["GET /orders/{id}"].RoundTrips);
        Assert.Equal(2, TraceText.Read($"\uFEFF[{root},{calls}]").Endpoints["GET /orders/{id}"].RoundTrips);
    }

    [Fact]
    public void Spans_of_other_traces_with_the_same_ids_are_not_mixed_up()
    {
        var capture = new TraceText()
            .Add("1", Server, 0, 100, Get, Route, "trace=7")
            .Add("1", Server, 0, 50, Get, Route, "trace=8")
            .Add("1<2", Client, 10, 20, "db.query.text=SELECT 1", "trace=8")
            .Read();
        Assert.Equal((2L, 1.0, 1.0), (capture.Endpoints["GET /orders/{id}"].Count, capture.Endpoints["GET /orders/{id}"].RoundTrips, capture.Endpoints["GET /orders/{id}"].MaxRoundTrips));
    }

    [Fact]
    public void Gaps_cycles_copies_and_zeros_break_nothing()
    {
        var capture = new TraceText()
            .Add("1", Server, 0, 100, Get, Route)
            .Add("1", Server, 0, 100, Get, Route)
            .Add("1<2", Client, 10, 10, "db.query.text=SELECT 1")
            .Add("1<2", Client, 10, 10, "db.query.text=SELECT 1")
            .Add("99<3", Client, 20, 10, "db.query.text=SELECT 2", "code.function=Load", "code.namespace=Shop.Lost")
            .Add("5<4", Internal, 30, 10)
            .Add("4<5", Internal, 30, 10)
            .Add("5<6", Client, 30, 10, "db.query.text=SELECT 3")
            .Add("7<7", Client, 30, 10, "db.query.text=SELECT 4")
            .Add("0", Client, 30, 10, "db.query.text=SELECT 5")
            .Add("0<0", Client, 30, 10, "db.query.text=SELECT 6")
            .Add("1<8", Client, 500, -20, "db.query.text=SELECT 7")
            .Read();
        var endpoint = capture.Endpoints["GET /orders/{id}"];
        Assert.Equal((1L, 2.0, 10.0), (endpoint.Count, endpoint.RoundTrips, Rounded(endpoint.IoMs)));
        var lost = Assert.Single(capture.Sites.Sites, s => s.Place.Member?.Id == "M:Shop.Lost.Load");
        Assert.Equal((1L, 0L), (lost.Totals.Calls, lost.Totals.Roots));
        Assert.Contains(capture.Remarks, r => r.Contains("name a parent that is not in the file", StringComparison.Ordinal));
    }

    [Fact]
    public void Without_requests_the_outermost_span_of_the_program_is_the_root()
    {
        var capture = new TraceText()
            .Add("1", Internal, 0, 100, "name=Nightly import 20261126")
            .Add("1<2", Client, 10, 20, "db.query.text=INSERT INTO t VALUES (@p)")
            .Add("3", Client, 10, 20, "db.query.text=SELECT 1", "trace=2")
            .Read();
        var (name, totals) = Assert.Single(capture.Endpoints);
        Assert.Equal(("Nightly import {id}", 1.0, "operation"), (name, totals.RoundTrips, capture.RootKind));
    }

    [Fact]
    public void A_message_is_a_root_named_by_its_queue()
    {
        var capture = new TraceText()
            .Add("1", Consumer, 0, 100, "messaging.system=rabbitmq", "messaging.destination.name=orders", "messaging.operation.name=process")
            .Add("1<2", Producer, 10, 5, "messaging.system=rabbitmq", "messaging.destination=invoices", "messaging.operation=publish")
            .Read();
        Assert.Equal(("process orders", "message"), (Assert.Single(capture.Endpoints).Key, capture.RootKind));
        Assert.Equal("queue", Assert.Single(capture.Sites.Sites).Operation);
    }

    [Fact]
    public void Opening_a_connection_takes_time_and_is_no_round_trip_of_a_line()
    {
        var capture = new TraceText()
            .Add("1", Server, 0, 100, Get, Route)
            .Add("1<2", Client, 0, 30, "name=CONNECT shop", "db.system.name=postgresql")
            .Add("1<3", Client, 30, 10, "db.system.name=postgresql", "db.query.text=SELECT 1")
            .Read();
        Assert.Equal((1.0, 40.0), (capture.Endpoints["GET /orders/{id}"].RoundTrips, Rounded(capture.Endpoints["GET /orders/{id}"].IoMs)));
    }

    [Theory]
    [InlineData("db.query.text=SELECT a FROM t WHERE id = {0}", "Distinct")]
    [InlineData("db.query.text=SELECT a FROM t WHERE id = 5", "Same")]
    [InlineData("db.query.text=SELECT a FROM t WHERE id = @id", "Unknown")]
    [InlineData("db.query.text=SELECT a FROM t WHERE id = $1", "Unknown")]
    [InlineData("db.statement=SELECT a FROM t WHERE id = ?", "Unknown")]
    [InlineData("db.statement=SELECT a FROM t WHERE id = @id|db.query.parameter.id={0}", "Distinct")]
    [InlineData("db.statement=SELECT a FROM t WHERE id = @id|db.query.parameter.id=7", "Same")]
    [InlineData("db.system=redis|db.statement=GET order:{0}", "Distinct")]
    [InlineData("http.method=GET|http.url=http://stock/items/{0}", "Distinct")]
    [InlineData("http.method=GET|http.url=http://stock/items/5", "Same")]
    [InlineData("http.method=GET|http.url=http://stock/items/5?*", "Unknown")]
    [InlineData("http.method=POST|http.url=http://stock/items", "Unknown")]
    public void Keys_are_compared_where_the_text_or_the_parameters_hold_values(string attributes, string keys)
    {
        var text = new TraceText().Add("1", Server, 0, 100, Get, Route);
        for (var i = 0; i < 4; i++)
            text.Add($"1<{i + 2}", Client, i * 10, 9, ["code.function.name=Shop.Orders.Load", .. string.Format(System.Globalization.CultureInfo.InvariantCulture, attributes, i).Split('|')]);

        var site = Assert.Single(text.Read().Sites.Sites);
        Assert.Equal((4L, 4L, keys), (site.Totals.Calls, site.Totals.MaxPerRoot, site.Totals.Keys.ToString()));
    }

    [Theory]
    [InlineData(10, 2.0, 2.1, true, "ten that fill the time")]
    [InlineData(9, 2.0, 2.1, false, "nine of less than 50 ms")]
    [InlineData(5, 10.0, 30.0, true, "five of 50 ms together")]
    [InlineData(4, 20.0, 30.0, false, "four")]
    [InlineData(5, 9.0, 30.0, false, "five of 45 ms")]
    [InlineData(12, 2.0, 4.0, false, "twelve with pauses as long as they, of 24 ms")]
    [InlineData(12, 30.0, 10.0, false, "twelve that overlap")]
    public void Repetition_is_what_Sentry_and_Jaeger_say_it_is(int count, double duration, double every, bool isRepeated, string why)
    {
        var text = new TraceText().Add("1", Server, 0, 1000, Get, Route);
        for (var i = 0; i < count; i++)
            text.Add($"1<{i + 2}", Client, i * every, duration, "db.query.text=SELECT a FROM lines WHERE id = @id");

        var capture = text.Read();
        var spans = Assert.Single(capture.Traces).Spans;
        Assert.True(spans.Skip(1).All(s => s.IsRepeated == isRepeated), why);
        Assert.Equal(isRepeated, capture.Remarks.Any(r => r.Contains($"GET /orders/{{id}}: the same call up to {count} times", StringComparison.Ordinal)));
    }

    [Fact]
    public void Old_and_new_names_of_attributes_mean_the_same()
    {
        static TraceText Write(params string[] names) => new TraceText()
            .Add("1", Server, 0, 100, $"{names[0]}=POST", $"{names[1]}=/orders/38?token=abc", "name=HTTP POST")
            .Add("1<2", Client, 10, 10, $"{names[2]}=postgresql", $"{names[3]}=UPDATE t SET a = @a", $"{names[4]}=/src/Shop/Orders.cs", $"{names[5]}=12", $"{names[6]}=Shop.Orders.Save");

        var before = Write("http.method", "http.target", "db.system", "db.statement", "code.filepath", "code.lineno", "code.function").Read();
        var now = Write("http.request.method", "url.path", "db.system.name", "db.query.text", "code.file.path", "code.line.number", "code.function.name").Read();
        foreach (var capture in (Capture[])[before, now])
        {
            Assert.Equal("POST /orders/{id}", Assert.Single(capture.Endpoints).Key);
            var site = Assert.Single(capture.Sites.Sites);
            Assert.Equal((new CodePlace(new("M:Shop.Orders.Save", false), "/src/Shop/Orders.cs", 12), "db.write"), (site.Place, site.Operation));
        }
    }

    [Fact]
    public void The_method_around_a_call_is_its_place_where_the_call_has_none()
    {
        var site = Assert.Single(new TraceText()
            .Add("1", Server, 0, 100, Get, Route, "code.function.name=Shop.OrdersController.Get")
            .Add("1<2", Internal, 5, 90, "code.function.name=Shop.Orders.LoadAsync")
            .Add("2<3", Client, 10, 10, "db.query.text=SELECT a FROM t")
            .Read().Sites.Sites);
        Assert.Equal("M:Shop.Orders.LoadAsync", site.Place.Member!.Id);
    }

    private static double Rounded(double? ms) => Math.Round(ms ?? -1, 3);
}
