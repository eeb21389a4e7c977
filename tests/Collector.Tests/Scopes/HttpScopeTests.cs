namespace PerfAnalyzers.Collector.Tests.Scopes;

/// <summary>Calls of other services are round trips, too.</summary>
[Collection(OneAtATime.Name)]
public sealed class HttpScopeTests
{
    [Fact]
    public async Task Calls_of_a_service_count_at_the_line_that_sends_them()
    {
        using var service = new OtherService();
        using var client = new HttpClient { BaseAddress = service.Address };
        var failure = await Assert.ThrowsAsync<RoundTripException>(async () =>
        {
            using var scope = RoundTrips.Expect(max: 2);
            await OtherService.AskEachAsync(client, "1", "2", "3");
        });

        var lines = failure.Message.Split('\n');
        Assert.Equal("3 round trips instead of at most 2:", lines[0]);
        Assert.Equal($"  3 x http in OtherService.AskAsync at tests/Collector.Tests/Scopes/OtherService.cs:{LineOf("client.GetAsync")}, each time another", lines[1]);
        Assert.Equal($"      3 x from OtherService.AskEachAsync at tests/Collector.Tests/Scopes/OtherService.cs:{LineOf("await AskAsync(")}", lines[2]);
        Assert.EndsWith("/PERF1003.md", lines[^1], StringComparison.Ordinal);
        Assert.DoesNotContain("127.0.0.1", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_question_again_is_told_as_such()
    {
        using var service = new OtherService();
        using var client = new HttpClient { BaseAddress = service.Address };
        var scope = RoundTrips.Expect(max: 1);
        await OtherService.AskEachAsync(client, "same", "same");

        Assert.Contains("2 x http in OtherService.AskAsync at tests/Collector.Tests/Scopes/OtherService.cs:" + LineOf("client.GetAsync") + ", each time the same", Assert.Throws<RoundTripException>(scope.Dispose).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_redirect_is_a_second_round_trip_of_the_same_line()
    {
        using var service = new OtherService();
        using var client = new HttpClient { BaseAddress = service.Address };
        using var scope = RoundTrips.Record();
        await OtherService.AskEachAsync(client, "moved");

        Assert.Equal(2, scope.Count);
        Assert.Equal(("http", 2L, LineOf("client.GetAsync")), Assert.Single(scope.Sites) is { } site ? (site.Operation, site.Count, site.Line) : default);
    }

    // A call of gRPC is a request of HTTP that says so by the type of its content.
    [Fact]
    public async Task A_call_of_grpc_is_told_as_such()
    {
        using var service = new OtherService();
        using var client = new HttpClient { BaseAddress = service.Address };
        using var scope = RoundTrips.Record();
        await SayAsync(client);

        var site = Assert.Single(scope.Sites);
        Assert.Equal(("grpc", 1L), (site.Operation, site.Count));
        Assert.StartsWith("M:PerfAnalyzers.Collector.Tests.Scopes.HttpScopeTests.SayAsync(", site.Member, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Calls_of_tests_that_run_at_the_same_time_are_kept_apart()
    {
        using var service = new OtherService();
        using var client = new HttpClient { BaseAddress = service.Address };
        var counts = await Task.WhenAll(Enumerable.Range(0, 6).Select(n => Task.Run(async () =>
        {
            using var scope = RoundTrips.Record();
            await OtherService.AskEachAsync(client, [.. Enumerable.Repeat("x", n)]);
            return (Expected: n, scope.Count);
        })));

        Assert.All(counts, c => Assert.Equal(c.Expected, c.Count));
    }

    private static async Task SayAsync(HttpClient client)
    {
        using var content = new ByteArrayContent([0, 0, 0, 0, 0]) { Headers = { ContentType = new("application/grpc") } };
        using var response = await client.PostAsync(new Uri("shop.Orders/Get", UriKind.Relative), content);
    }

    private static int LineOf(string text, [System.Runtime.CompilerServices.CallerFilePath] string file = "") =>
        File.ReadAllLines(Path.Combine(Path.GetDirectoryName(file)!, "OtherService.cs")).ToList().FindIndex(l => l.Contains(text, StringComparison.Ordinal)) + 1;
}
