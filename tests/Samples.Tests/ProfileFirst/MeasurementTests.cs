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
        method|M:Shop.ReportController.Get(System.Int32)|calls=10|self-ms=0|total-ms=4000|sampled=true
        method|M:Shop.OrderLineRepository.GetAsync(System.Int32)|self-ms=3700|total-ms=3760|sampled=true
        method|M:Shop.ReportFormat.Append(System.Text.StringBuilder)|calls=2500|self-ms=36|total-ms=40|sampled=true
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
    }

    [Fact]
    public void Time_of_a_command_counts_where_it_is_issued_and_not_again_where_it_is_led_to()
    {
        var measured = Parse(Evidence);

        Assert.Equal(470, measured.CommandMs("Shop.OrderLineRepository."));
        Assert.Equal(0, measured.CommandMs("Shop.OrderReport."));
    }

    [Fact]
    public void Shares_of_methods_are_samples_among_the_samples_of_the_handler()
    {
        var measured = Parse(Evidence);

        Assert.Equal(0.94, measured.TotalShare("Shop.OrderLineRepository."));
        Assert.Equal(0.01, measured.TotalShare("Shop.ReportFormat."));
        Assert.Equal(4, measured.MethodMs("Shop.ReportFormat."));
    }

    [Fact]
    public void Shares_need_samples_of_the_handler() =>
        Assert.Throws<StepFailedException>(() => Parse(Evidence.Replace("method|M:Shop.ReportController", "method|M:Shop.Other", StringComparison.Ordinal)).TotalShare("x"));

    [Fact]
    public void Method_that_no_sample_hit_costs_nothing() => Assert.Equal(0, Parse(Evidence).MethodMs("Shop.PriceCache."));

    [Fact]
    public void Bad_line_is_named()
    {
        var failure = Assert.Throws<StepFailedException>(() => Parse(Evidence.Replace("calls=2500", "calls=many", StringComparison.Ordinal)));

        Assert.StartsWith("x.perfevidence(7): ", failure.Message, StringComparison.Ordinal);
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
