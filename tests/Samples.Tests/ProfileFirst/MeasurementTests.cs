using ProfileFirst;
using ProfileFirst.Measuring;

namespace PerfAnalyzers.Samples.Tests.ProfileFirst;

public sealed class MeasurementTests
{
    private const string Evidence =
        """
        perfevidence|1
        profile|report|tool=perfevidence-run/1.0|roots=10|root-ms=5000|unit=wall
        endpoint|GET /accounts/{id:int}/report|member=M:Shop.ReportController.Get(System.Int32)|count=10|p50-ms=490|p95-ms=610|p99-ms=610|cpu-ms=25|io-ms=475|round-trips=251|max-round-trips=251
        endpoint|GET /health|count=3|p50-ms=1|p95-ms=1|p99-ms=1|cpu-ms=1|io-ms=0|round-trips=0|max-round-trips=0
        method|M:Shop.ReportFormat.Append(System.Text.StringBuilder)|calls=2500|self-ms=50|total-ms=50
        site|M:Shop.OrderLineRepository.GetAsync(System.Int32)|line=8|op=db.read|calls=2500|roots=10|total-ms=4700
        site|M:Shop.OrderReport.BuildAsync(System.Int32)|line=27|op=db.read|calls=2500|roots=10|total-ms=4700|via=M:Shop.OrderLineRepository.GetAsync(System.Int32)
        """;

    [Fact]
    public void Figures_are_those_of_the_report_endpoint()
    {
        var measured = Parse(Evidence);

        Assert.Equal(10, measured.Requests);
        Assert.Equal(251, measured.RoundTripsPerRequest);
        Assert.Equal(251, measured.MaxRoundTrips);
        Assert.Equal(490, measured.P50Ms);
        Assert.Equal(610, measured.P95Ms);
        Assert.Equal(0.95, measured.DatabaseShare);
    }

    [Fact]
    public void Time_of_a_command_counts_where_it_is_issued_and_not_again_where_it_is_led_to()
    {
        var measured = Parse(Evidence);

        Assert.Equal(0.94, measured.CommandShare("Shop.OrderLineRepository."));
        Assert.Equal(0, measured.CommandShare("Shop.OrderReport."));
        Assert.Equal(0.01, measured.OwnShare("Shop.ReportFormat."));
    }

    [Fact]
    public void Method_that_no_sample_hit_has_no_share() => Assert.Equal(0, Parse(Evidence).OwnShare("Shop.PriceCache."));

    [Fact]
    public void Bad_line_is_named()
    {
        var failure = Assert.Throws<StepFailedException>(() => Parse(Evidence.Replace("calls=2500", "calls=many", StringComparison.Ordinal)));

        Assert.StartsWith("x.perfevidence(5): ", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Evidence_without_the_report_is_refused() =>
        Assert.Contains(
            "x.perfevidence",
            Assert.Throws<StepFailedException>(() => Parse("perfevidence|1\nprofile|report|roots=1\n")).Message,
            StringComparison.Ordinal);

    private static Measurement Parse(string text)
    {
        using var reader = new StringReader(text.Replace('|', '\t') + "\n");
        return Measurement.Parse(reader, "x.perfevidence");
    }
}
