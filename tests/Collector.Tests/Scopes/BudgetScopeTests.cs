namespace PerfAnalyzers.Collector.Tests.Scopes;

/// <summary>Handlers with a <c>[PerformanceBudget]</c>, exercised by requests.</summary>
[Collection(OneAtATime.Name)]
public sealed class BudgetScopeTests
{
    private readonly List<string> _warnings = [];

    [Fact]
    public async Task A_broken_count_fails_with_the_endpoint_and_the_lines()
    {
        await using var web = await Web.StartAsync();
        var scope = RoundTrips.EnforceBudgets(_warnings.Add);
        await web.GetAsync("/two/2");
        await web.GetAsync("/two/5");
        await web.GetAsync("/free/9");

        var lines = Assert.Throws<RoundTripException>(scope.Dispose).Message.Split('\n');
        Assert.StartsWith("'GET /two/{count:int}' (", lines[0], StringComparison.Ordinal);
        Assert.EndsWith(") exceeds its budget: 5 round trips per execution instead of at most 2. The request with the most round trips:", lines[0], StringComparison.Ordinal);
        Assert.StartsWith("  5 x db.read in Stock.FindAsync at tests/Collector.Tests/Scopes/Stock.cs:", lines[1], StringComparison.Ordinal);
        Assert.EndsWith("PERF1001.md", lines[^2], StringComparison.Ordinal);
        Assert.EndsWith("PERF9002.md", lines[^1], StringComparison.Ordinal);
        Assert.Empty(_warnings);
    }

    [Fact]
    public async Task A_kept_budget_passes()
    {
        await using var web = await Web.StartAsync();
        using (RoundTrips.EnforceBudgets(_warnings.Add))
            await Task.WhenAll(web.GetAsync("/two/2"), web.GetAsync("/two/2"));

        Assert.Empty(_warnings);
    }

    [Fact]
    public async Task A_duration_warns_until_it_is_exceeded_by_more_than_noise()
    {
        await using var web = await Web.StartAsync();
        using (RoundTrips.EnforceBudgets(_warnings.Add))
            await web.GetAsync("/quick");

        Assert.StartsWith("'GET /quick' (", Assert.Single(_warnings), StringComparison.Ordinal);
        Assert.Contains("within noise: p95 ", _warnings[0], StringComparison.Ordinal);

        var scope = RoundTrips.EnforceBudgets(_warnings.Add);
        await web.GetAsync("/quick");
        await Task.WhenAll(Enumerable.Range(0, 30).Select(_ => web.GetAsync("/quick")));
        var lines = Assert.Throws<RoundTripException>(scope.Verify).Message.Split('\n');
        Assert.EndsWith("ms instead of at most 1 ms.", lines[0], StringComparison.Ordinal);

        // It made no round trips.
        Assert.EndsWith("/PERF9002.md", Assert.Single(lines[1..]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_test_does_not_measure_is_told()
    {
        await using var web = await Web.StartAsync();
        using (RoundTrips.EnforceBudgets(_warnings.Add))
            await web.GetAsync("/small");

        Assert.EndsWith("has a budget of which a test does not measure allocated-bytes", Assert.Single(_warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task That_nothing_was_enforced_is_told()
    {
        await using var web = await Web.StartAsync();
        using (RoundTrips.EnforceBudgets(_warnings.Add))
            await web.GetAsync("/free/1");

        Assert.StartsWith("No request reached a handler with a [PerformanceBudget]", Assert.Single(_warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_fixture_enforces_for_every_test_on_its_server_and_no_other()
    {
        await using var web = await Web.StartAsync();
        await using var other = await Web.StartAsync();
        using var kept = RoundTrips.EnforceBudgets(other.Services, _warnings.Add);
        var scope = RoundTrips.EnforceBudgets(web.Services, _warnings.Add);
        await other.GetAsync("/two/1");
        Task elsewhere;
        using (ExecutionContext.SuppressFlow())
            elsewhere = Task.Run(() => web.GetAsync("/two/4"));

        await elsewhere;

        kept.Verify();
        Assert.Contains("4 round trips per execution", Assert.Throws<RoundTripException>(scope.Dispose).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Services_that_are_of_no_server_are_refused() =>
        Assert.Throws<ArgumentException>(() => RoundTrips.EnforceBudgets(new NoServices()));

    private sealed class NoServices : IServiceProvider
    {
        public object? GetService(Type serviceType) => null;
    }
}
