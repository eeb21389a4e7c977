using System.Diagnostics;
using PerfAnalyzers.Collector.Spans;
using PerfAnalyzers.Collector.Stacks;

namespace PerfAnalyzers.Collector.Tests.Spans;

/// <summary>Spans of a source of the test's own, recorded as an exporter would.</summary>
public sealed class SpanStamperTests : IDisposable
{
    private readonly ActivitySource _source = new("test " + Guid.NewGuid());
    private readonly ActivityListener _recording;

    public SpanStamperTests()
    {
        _recording = new() { ShouldListenTo = s => s == _source, Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData };
        ActivitySource.AddActivityListener(_recording);
    }

    public void Dispose()
    {
        _recording.Dispose();
        _source.Dispose();
    }

    [Fact]
    public void A_client_span_gets_member_file_and_line()
    {
        using var stamping = CallSites.StampSpans(maxShare: 1);
        using var span = Query("SELECT 1");

        Assert.Equal("PerfAnalyzers.Collector.Tests.Spans.SpanStamperTests.Query", span.GetTagItem("code.function.name"));
        Assert.EndsWith("/tests/Collector.Tests/Spans/SpanStamperTests.cs", Assert.IsType<string>(span.GetTagItem("code.file.path")), StringComparison.Ordinal);
        var line = Assert.IsType<int>(span.GetTagItem("code.line.number"));
        Assert.Contains("StartActivity(\"query\"", File.ReadLines((string)span.GetTagItem("code.file.path")!).ElementAt(line - 1), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ActivityKind.Internal)]
    [InlineData(ActivityKind.Server)]
    public void Other_spans_are_left_alone(ActivityKind kind)
    {
        using var stamping = CallSites.StampSpans(maxShare: 1);
        using var span = _source.StartActivity("work", kind)!;

        Assert.Empty(span.TagObjects);
    }

    [Fact]
    public void Spans_that_nobody_records_are_not_asked_for()
    {
        using var stamping = CallSites.StampSpans(maxShare: 1);
        using var other = new ActivitySource("not recorded " + Guid.NewGuid());

        Assert.Null(other.StartActivity("query", ActivityKind.Client));
    }

    [Fact]
    public void What_there_is_no_time_to_walk_gets_the_line_that_its_statement_always_came_from()
    {
        var budget = new WalkBudget(share: 1);
        using var stamping = new SpanStamper(budget);
        Query("SELECT 1").Dispose();
        Other("SELECT 2").Dispose();
        Query("SELECT 2").Dispose();
        budget.Spend(100 * Stopwatch.Frequency);

        var again = Query("SELECT 1");
        Assert.Null(again.GetTagItem("code.function.name"));
        again.Dispose();
        Assert.EndsWith(".Query", Assert.IsType<string>(again.GetTagItem("code.function.name")), StringComparison.Ordinal);

        // Two lines have sent this one.
        var ambiguous = Query("SELECT 2");
        ambiguous.Dispose();
        Assert.Null(ambiguous.GetTagItem("code.function.name"));
    }

    [Fact]
    public void Walks_stay_below_their_share_of_time()
    {
        var budget = new WalkBudget(share: 0.01);
        var now = Stopwatch.GetTimestamp();
        var walk = Stopwatch.Frequency / 4000;
        var walks = 0;
        for (var i = 0; i < 100_000; i++)
        {
            // Ten seconds with a span every 0.1 ms.
            now += Stopwatch.Frequency / 10_000;
            if (!budget.Allows(now))
                continue;

            budget.Spend(walk);
            walks++;
        }

        // 1 % of ten seconds is 400 walks of 0.25 ms; a tenth of a second, another 400, is there at the start.
        Assert.InRange(walks, 780, 820);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1.5)]
    [InlineData(double.NaN)]
    public void A_share_that_is_none_is_refused(double share) => Assert.Throws<ArgumentOutOfRangeException>(() => CallSites.StampSpans(share));

    private Activity Query(string statement)
    {
        var span = _source.StartActivity("query", ActivityKind.Client)!;
        return span.SetTag("db.query.text", statement);
    }

    private Activity Other(string statement)
    {
        var span = _source.StartActivity("query", ActivityKind.Client)!;
        return span.SetTag("db.query.text", statement);
    }
}
