namespace PerfAnalyzers.Collector.Tests.Scopes;

/// <summary>Requests belong to the test that sends them.</summary>
[Collection(OneAtATime.Name)]
public sealed class RequestScopeTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_a_request_runs_counts_for_the_test_that_sends_it(bool onSocket)
    {
        await using var web = await Web.StartAsync(onSocket);
        var failure = await Assert.ThrowsAsync<RoundTripException>(async () =>
        {
            using var scope = RoundTrips.Expect(max: 2);
            await web.GetAsync("/free/3");
        });

        Assert.StartsWith("3 round trips instead of at most 2:\n  3 x db.read in Stock.FindAsync", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Tests_that_ask_one_server_at_the_same_time_are_kept_apart(bool onSocket)
    {
        await using var web = await Web.StartAsync(onSocket);
        var counts = await Task.WhenAll(Enumerable.Range(0, 8).Select(n => Task.Run(async () =>
        {
            // The first one sends requests without asking.
            if (n == 0)
            {
                await web.GetAsync("/free/19");
                return (Expected: 0, Count: 0);
            }

            using var scope = RoundTrips.Record();
            await web.GetAsync($"/free/{n}");
            await web.GetAsync("/free/2");
            return (Expected: n + 2, scope.Count);
        })));

        Assert.All(counts, c => Assert.Equal(c.Expected, c.Count));
    }

    [Fact]
    public async Task A_server_that_was_built_unseen_is_told_to_carry_the_flow()
    {
        await using var web = await Web.StartAsync();
        Assert.True(web.Server.PreserveExecutionContext);
        web.ForgetFlow();

        // What an older client sends could be anybody's, also where a single scope is open.
        var lost = RoundTrips.Expect(max: 9);
        await web.GetAsync("/free/2");
        Assert.Equal(0, lost.Count);
        Assert.StartsWith("A request to an in-memory server was not counted:", Assert.Throws<RoundTripException>(lost.Dispose).Message, StringComparison.Ordinal);

        Assert.True(web.Server.PreserveExecutionContext);
        web.NewClient();
        using var scope = RoundTrips.Expect(max: 3);
        await web.GetAsync("/free/3");
        Assert.Equal(3, scope.Count);
    }

    [Fact]
    public async Task What_was_counted_is_told_beside_what_was_not()
    {
        await using var web = await Web.StartAsync();
        web.ForgetFlow();
        using var stock = new Stock();
        var scope = RoundTrips.Expect(max: 1);
        stock.CountTheSame(2);
        await web.GetAsync("/free/1");

        var message = Assert.Throws<RoundTripException>(scope.Dispose).Message;
        Assert.StartsWith("2 round trips instead of at most 1:", message, StringComparison.Ordinal);
        Assert.Contains("\n\nA request to an in-memory server was not counted:", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_request_that_could_be_of_several_tests_is_claimed_by_none_and_told()
    {
        await using var web = await Web.StartAsync();
        web.ForgetFlow();

        using var both = new Barrier(2);
        var messages = await Task.WhenAll(Task.Run(() => OpenAndAskAsync(web, both)), Task.Run(() => OpenAndAskAsync(web, both)));

        Assert.All(messages, m => Assert.Contains("PreserveExecutionContext = true", m, StringComparison.Ordinal));
    }

    private static async Task<string> OpenAndAskAsync(Web web, Barrier both)
    {
        using var scope = RoundTrips.Expect(max: 5);
        both.SignalAndWait();
        await web.GetAsync("/free/1");
        both.SignalAndWait();
        return Assert.Throws<RoundTripException>(scope.Verify).Message;
    }
}
