using PerfAnalyzers.EvidenceFormat;
using PerfAnalyzers.Tool.Checking;

namespace PerfAnalyzers.Tool.Tests.Checking;

public sealed class BudgetFileTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void A_line_is_a_member_or_an_endpoint_and_its_limits()
    {
        var (budgets, problems) = BudgetFile.Read(_directory.Write("a.perfbudgets",
            "perfbudgets 1\r\n# what we promised\r\n\r\nM:Shop.Orders.Place(System.Int32)  max-round-trips=3\tp95-ms=200.5 profile=checkout\nGET /accounts/{id}/report  allocated-bytes=10000000\n"));
        Assert.Empty(problems);
        Assert.Equal(["M:Shop.Orders.Place(System.Int32)", "GET /accounts/{id}/report"], budgets.Select(b => b.Key));
        Assert.Equal([("max-round-trips", 3), ("p95-ms", 200.5)], budgets[0].Limits.Select(l => (l.Kind.Field, l.Allowed)));
        Assert.Equal(("checkout", 4), (budgets[0].Profile, budgets[0].Line));
        Assert.Equal([("allocated-bytes", 10_000_000)], budgets[1].Limits.Select(l => (l.Kind.Field, l.Allowed)));
        Assert.Null(budgets[1].Profile);
    }

    [Theory]
    [InlineData("GET /orders", "no limit; known are p50-ms, p95-ms, p99-ms, max-round-trips, allocated-bytes")]
    [InlineData("GET /orders max-roundtrips=3", "unknown limit 'max-roundtrips'; known are")]
    [InlineData("GET /orders P95-ms=3", "unknown limit 'P95-ms'")]
    [InlineData("GET /orders p95-ms=fast", "limit 'p95-ms' is not a number of 0 or more: 'fast'")]
    [InlineData("GET /orders p95-ms=-1", "limit 'p95-ms' is not a number")]
    [InlineData("GET /orders p95-ms=", "limit 'p95-ms' is not a number")]
    [InlineData("GET /orders p95-ms=1000000000000000001000", "limit 'p95-ms' is beyond 1e18, which nothing measured is: '1000000000000000001000'")]
    [InlineData("GET /orders p95-ms=1 p95-ms=2", "limit 'p95-ms' is given twice")]
    [InlineData("GET /orders p95-ms=1 profile=a profile=b", "'profile' is given twice")]
    [InlineData("GET /orders p95-ms=1 profile=", "'profile' has no name")]
    [InlineData("p95-ms=1", "expected '<member or endpoint> <limit>=<number>...'")]
    [InlineData("GET /\u001b[2J p95-ms=1", "line holds a control character")]
    [InlineData("GET /\u202Eorders p95-ms=1", "line holds a control character")]
    public void A_line_that_is_not_understood_is_refused_with_its_reason(string line, string reason)
    {
        var (budgets, problems) = BudgetFile.Read(_directory.Write("a.perfbudgets", $"perfbudgets 1\n{line}\nGET /sound p95-ms=1\n"));
        var problem = Assert.Single(problems);
        Assert.Equal(2, problem.Line);
        Assert.StartsWith(reason, problem.Reason, StringComparison.Ordinal);
        Assert.Equal("GET /sound", Assert.Single(budgets).Key);
    }

    [Theory]
    [InlineData("", "file is empty; the first line must be 'perfbudgets 1'")]
    [InlineData("GET /orders p95-ms=1\n", "first line must be 'perfbudgets 1'")]
    [InlineData("perfbudgets 2\n", "first line must be 'perfbudgets 1'")]
    public void The_first_line_says_what_the_file_is(string text, string reason) =>
        Assert.Equal(new EvidenceProblem(1, reason), Assert.Single(BudgetFile.Read(_directory.Write("a.perfbudgets", text)).Problems));

    [Fact]
    public void A_file_that_is_something_else_does_not_flood() =>
        Assert.Equal(51, BudgetFile.Read(_directory.Write("a.perfbudgets", "perfbudgets 1\n" + string.Concat(Enumerable.Repeat("junk\n", 10_000)))).Problems.Count);
}
