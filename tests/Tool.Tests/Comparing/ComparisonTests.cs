using PerfAnalyzers.EvidenceFormat;
using PerfAnalyzers.Tool.Comparing;

namespace PerfAnalyzers.Tool.Tests.Comparing;

public sealed class ComparisonTests
{
    private const string Before =
        """
        perfevidence	1
        profile	before
        endpoint	GET /report	count=100	p50-ms=380	p95-ms=420	p99-ms=440	cpu-ms=40	io-ms=350	round-trips=847	max-round-trips=900
        site	M:Shop.Lines.Get	line=12	op=db.read	calls=84700	roots=100	per-root=847	max-per-root=900	total-ms=35000
        site	M:Shop.Report.Build	line=19	op=db.read	calls=84700	roots=100	per-root=847	max-per-root=900	total-ms=35000	via=M:Shop.Lines.Get

        """;

    private const string After =
        """
        perfevidence	1
        profile	after
        endpoint	GET /report	count=100	p50-ms=8	p95-ms=10	p99-ms=12	cpu-ms=38	io-ms=2	round-trips=2	max-round-trips=2
        site	M:Shop.Report.Build	line=17	op=db.read	calls=100	roots=100	per-root=1	max-per-root=1	total-ms=90

        """;

    [Fact]
    public void A_fix_shows_in_counts_and_in_time()
    {
        var comparison = Compare(Before, After);
        var endpoint = Assert.Single(comparison.Endpoints);
        Assert.Equal(new Measure("round-trips", 847, 2, Verdict.Better), Find(endpoint, "round-trips"));
        Assert.Equal(Verdict.Better, Find(endpoint, "p95-ms").Verdict);
        Assert.Equal(10.0 / 420, Find(endpoint, "p95-ms").Ratio!.Value, 6);
        Assert.Equal(Verdict.WithinNoise, Find(endpoint, "cpu-ms").Verdict);

        Assert.Equal(Verdict.Gone, Find(Assert.Single(comparison.Sites, s => s.Key == "M:Shop.Lines.Get"), "per-root").Verdict);
        var moved = comparison.Sites.Where(s => s.Key == "M:Shop.Report.Build").ToList();
        Assert.Equal([Verdict.New, Verdict.Gone], moved.Select(s => Find(s, "per-root").Verdict));
    }

    [Fact]
    public void A_site_is_the_same_wherever_its_line_moved()
    {
        var comparison = Compare(Before, Before.Replace("line=12", "line=80", StringComparison.Ordinal));
        var site = Assert.Single(comparison.Sites, s => s.Key == "M:Shop.Lines.Get");
        Assert.Equal((80, Verdict.Same), (site.Line, Find(site, "per-root").Verdict));
        Assert.All(comparison.Endpoints.Concat(comparison.Sites).SelectMany(c => c.Measures), m => Assert.Equal(Verdict.Same, m.Verdict));
    }

    // 100 operations read 847 rows each, then 10 each: by another statement at the same line, say.
    [Theory]
    [InlineData("rows=1000", "Better", 10.0)]
    [InlineData("rows=100000", "Worse", 1000.0)]
    [InlineData("rows=90000", "WithinNoise", 900.0)]
    [InlineData("rows=84700", "Same", 847.0)]
    public void Rows_are_compared_and_a_table_that_grew_a_little_is_noise(string rows, string verdict, double after)
    {
        var before = Before.Replace("total-ms=35000\n", "rows=84700\ttotal-ms=35000\n", StringComparison.Ordinal);
        var comparison = Compare(before, before.Replace("rows=84700", rows, StringComparison.Ordinal));
        var measure = Find(comparison.Sites.Single(s => s.Key == "M:Shop.Lines.Get"), "rows-per-root");
        Assert.Equal((847, after, verdict), (measure.Before, measure.After, measure.Verdict.ToString()));

        // Who counts no rows says nothing about them.
        Assert.All(Compare(before, Before).Sites.Concat(Compare(Before, before).Sites), s => Assert.DoesNotContain(s.Measures, m => m.Name == "rows-per-root"));
        Assert.Equal("no measurable change", Compare(before, Before).Verdict);
    }

    [Fact]
    public void Any_difference_in_counts_is_a_change() =>
        Assert.Equal(Verdict.Worse, Noise.Count("round-trips", 847, 847.01).Verdict);

    [Theory]
    [InlineData(100, 105, 20, "WithinNoise")] // neither a tenth nor the spread
    [InlineData(100, 115, 20, "WithinNoise")] // a tenth, but the measurement spreads more
    [InlineData(100, 105, 2, "WithinNoise")] // more than the spread, but not a tenth
    [InlineData(100, 125, 20, "Worse")]
    [InlineData(100, 60, 20, "Better")]
    [InlineData(100, 100.0005, 0, "Same")]
    public void A_duration_changes_when_the_change_is_more_than_its_spread(double before, double after, double spread, string verdict) =>
        Assert.Equal(verdict, Noise.Duration("p95-ms", before, after, spread).Verdict.ToString());

    [Theory]
    [InlineData(10, 3, "WithinNoise")]
    [InlineData(10, 1, "Better")]
    [InlineData(10, 51, "Worse")]
    public void Without_a_spread_only_a_factor_of_five_counts(double before, double after, string verdict) =>
        Assert.Equal(verdict, Noise.Duration("ms-per-root", before, after).Verdict.ToString());

    [Fact]
    public void A_few_requests_have_no_spread_and_no_99th_percentile()
    {
        var few = Before.Replace("count=100", "count=5", StringComparison.Ordinal);
        var endpoint = Assert.Single(Compare(few, few.Replace("p95-ms=420", "p95-ms=900", StringComparison.Ordinal)).Endpoints);
        Assert.Equal(Verdict.WithinNoise, Find(endpoint, "p95-ms").Verdict);
        Assert.DoesNotContain(endpoint.Measures, m => m.Name == "p99-ms");
    }

    [Fact]
    public void A_whole_in_which_nothing_is_more_than_noise_has_not_measurably_changed()
    {
        var noisy = Before.Replace("p95-ms=420", "p95-ms=440", StringComparison.Ordinal).Replace("cpu-ms=40", "cpu-ms=43", StringComparison.Ordinal);
        Assert.Equal("no measurable change", Compare(Before, noisy).Verdict);
        Assert.Equal("no measurable change", Compare(Before, Before).Verdict);
        Assert.Equal("worse", Compare(Before, Before.Replace("max-round-trips=900", "max-round-trips=901", StringComparison.Ordinal)).Verdict);
        // The fix moves round trips to another line, which is new; for whoever waits it is better.
        Assert.Equal("better", Compare(Before, After).Verdict);
        Assert.Equal("better in some, worse in others", Compare(Before, After.Replace("p50-ms=8\tp95-ms=10", "p50-ms=9000\tp95-ms=9010", StringComparison.Ordinal)).Verdict);
        Assert.Equal("what runs has changed", Compare(Before, Before + "site\tM:Shop.Log\top=db.write\tcalls=1\troots=1\tper-root=1\n").Verdict);
    }

    [Fact]
    public void Markdown_has_the_verdict_and_what_changed()
    {
        using var text = new StringWriter();
        DiffMarkdown.Write(text, Compare(Before, After));
        var lines = text.ToString().Split('\n');
        Assert.Equal("### before → after: better", lines[0]);
        Assert.Contains("| GET /report | round-trips | 847 | 2 | 0.002x | better |", lines);
        Assert.Contains("| Lines.Get db.read | per-root | 847 | - |  | gone |", lines);
        Assert.DoesNotContain(lines, l => l.Contains("cpu-ms", StringComparison.Ordinal));
        Assert.Contains("1 figure is the same or within noise.", lines);
    }

    [Fact]
    public void Names_cannot_act_in_markdown()
    {
        Assert.Equal("GET /accounts/{id}/report", DiffMarkdown.Text("GET /accounts/{id}/report"));
        Assert.DoesNotMatch("[|<>`*@\\[\\]]|://", DiffMarkdown.Text("a|b <img src=x> `c` **d** @team [x](http://y) \u001b[2J"));
    }

    [Fact]
    public void What_the_heap_holds_is_compared_and_what_is_little_is_noise()
    {
        const string Held =
            """
            perfevidence	1
            profile	before
            type	T:Shop.Price	bytes=1000000	count=20000	growth-bytes-per-min=9000000
            type	T:System.String	bytes=5000000	count=90000	growth-bytes-per-min=40000
            type	T:Shop.Once	bytes=90000	count=10

            """;
        const string Limited =
            """
            perfevidence	1
            profile	after
            type	T:Shop.Price	bytes=60000	count=1000	growth-bytes-per-min=-2000
            type	T:System.String	bytes=5400000	count=95000	growth-bytes-per-min=120000
            type	T:Shop.Entry	bytes=300000	count=4000

            """;
        var comparison = Compare(Held, Limited);
        Assert.Equal("better in some, worse in others", Compare(Held, Limited.Replace("T:Shop.Entry	bytes=300000", "T:Shop.Once	bytes=300000", StringComparison.Ordinal)).Verdict);
        Assert.Equal("better", comparison.Verdict);
        Assert.Equal(["Shop.Price", "Shop.Entry"], comparison.ChangedTypes.Select(t => t.TypeName));
        Assert.Equal(
            [new("bytes", 1_000_000, 60_000, Verdict.Better), new("growth-bytes-per-min", 9_000_000, -2000, Verdict.Better)],
            comparison.Types.Single(t => t.Key == "T:Shop.Price").Measures);
        Assert.Equal(Verdict.New, Find(comparison.Types.Single(t => t.Key == "T:Shop.Entry"), "bytes").Verdict);
        Assert.All(comparison.Types.Where(t => t.Key is "T:System.String" or "T:Shop.Once").SelectMany(t => t.Measures), m => Assert.Equal(Verdict.WithinNoise, m.Verdict));

        using var text = new StringWriter();
        DiffMarkdown.Write(text, comparison);
        Assert.Contains("| Shop.Price | growth-bytes-per-min | 9,000,000 | -2,000 |  | better |", text.ToString().Split('\n'));
    }

    private static Measure Find(Compared item, string measure) => Assert.Single(item.Measures, m => m.Name == measure);

    private static Comparison Compare(string before, string after) => new(Parse(before), Parse(after));

    private static EvidenceProfile Parse(string text)
    {
        var document = EvidenceParser.Read(new StringReader(text));
        Assert.Empty(document.Problems);
        return Assert.Single(document.Profiles);
    }
}
