using PerfAnalyzers.Collector.Symbols;
using PerfAnalyzers.EvidenceFormat;
using PerfAnalyzers.Tool.Listing;

namespace PerfAnalyzers.Tool.Tests.Listing;

public sealed class FlatListTests
{
    private const string Story =
        """
        perfevidence	1
        profile	report	roots=10	root-ms=40000
        method	M:Shop.Format.Append(System.String)	file=src/Format.cs	line=9	self-ms=400	total-ms=400	sampled=true
        method	M:Shop.OrderReport.BuildAsync(System.Int32)	file=src/OrderReport.cs	line=10	calls=10	self-ms=10	total-ms=900	sampled=true
        method	M:Shop.OrderLines.GetAsync(System.Int32)	file=src/OrderLines.cs	line=8	self-ms=3000	total-ms=3000	sampled=true
        site	M:Shop.OrderLines.GetAsync(System.Int32)	file=src/OrderLines.cs	line=12	op=db.read	calls=8470	roots=10	total-ms=39590
        site	M:Shop.OrderReport.BuildAsync(System.Int32)	file=src/OrderReport.cs	line=14	op=db.read	calls=8470	roots=10	total-ms=39590	via=M:Shop.OrderLines.GetAsync(System.Int32)
        site	M:Shop.Controller.Get	file=src/Controller.cs	line=5	op=db.read	calls=8470	roots=10	total-ms=39590	via=M:Shop.OrderLines.GetAsync(System.Int32)

        """;

    [Fact]
    public void The_query_is_99_percent_and_the_formatting_loop_is_1()
    {
        var list = List(Story, "own");
        Assert.Equal(40000, list.Whole, 3);

        var query = list.Rows[0];
        Assert.Equal(("M:Shop.OrderLines.GetAsync(System.Int32)", "db.read", 12), (query.Member, query.Operation, query.Line));
        Assert.Equal(0.98975, query.Share, 5);
        Assert.Equal(39590.0 / 8470, query.OwnPerCall!.Value, 5);

        var format = Assert.Single(list.Rows, r => r.Member == "M:Shop.Format.Append(System.String)");
        Assert.Equal(0.01, format.Share, 5);
    }

    [Fact]
    public void Time_seen_by_both_the_sampler_and_the_recorder_counts_once()
    {
        // 3,000 ms were sampled in the query's member while its round trips took 39,590 ms: they contain them.
        Assert.Single(List(Story, "own").Rows, r => r.Member == "M:Shop.OrderLines.GetAsync(System.Int32)");

        var busy = List(Story.Replace("self-ms=3000", "self-ms=50000", StringComparison.Ordinal), "own");
        Assert.Equal(50000, busy.Rows.Where(r => r.Member == "M:Shop.OrderLines.GetAsync(System.Int32)").Sum(r => r.Own), 3);
    }

    [Fact]
    public void Total_time_includes_waiting_that_no_sampler_sees()
    {
        var rows = List(Story, "total").Rows;
        Assert.Equal(39600, rows.Single(r => r.Member == "M:Shop.OrderReport.BuildAsync(System.Int32)").Total!.Value, 3);
        var controller = rows.Single(r => r.Member == "M:Shop.Controller.Get");
        Assert.Equal((0, 39590), (controller.Own, controller.Total));
    }

    [Theory]
    [InlineData("own", "M:Shop.OrderLines.GetAsync(System.Int32)")]
    [InlineData("total", "M:Shop.OrderReport.BuildAsync(System.Int32)")]
    [InlineData("calls", "M:Shop.OrderLines.GetAsync(System.Int32)")]
    [InlineData("per-call", "M:Shop.OrderReport.BuildAsync(System.Int32)")]
    public void Rows_are_sorted_by_what_was_asked_for(string sort, string first) => Assert.Equal(first, List(Story, sort).Rows[0].Member);

    [Fact]
    public void A_limit_says_how_many_rows_it_hides()
    {
        var list = FlatList.Of(Parse(Story), TopSort.Of("own"), limit: 1);
        Assert.Equal((1, 3), (list.Rows.Count, list.Hidden));
        Assert.Equal(40000, list.Whole, 3);
    }

    [Theory]
    [InlineData("M:Shop.OrderReport.BuildAsync(System.Int32)", "OrderReport.BuildAsync")]
    [InlineData("M:Shop.Orders`1.Total``1(System.Collections.Generic.List{System.Int32})", "Orders`1.Total``1")]
    [InlineData("M:Shop.Orders.#ctor(System.String)", "Orders constructor")]
    [InlineData("M:Program.{Main}$(System.String[])", "Program (top level)")]
    [InlineData("M:A", "A")]
    [InlineData("", "")]
    public void Ids_are_shortened_for_people(string id, string name) => Assert.Equal(name, MemberName.Short(id));

    private static FlatList List(string text, string sort) => FlatList.Of(Parse(text), TopSort.Of(sort), limit: 0);

    private static EvidenceProfile Parse(string text)
    {
        var document = EvidenceParser.Read(new StringReader(text));
        Assert.Empty(document.Problems);
        return Assert.Single(document.Profiles);
    }
}
