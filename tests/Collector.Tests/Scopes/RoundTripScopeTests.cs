using System.Text.RegularExpressions;

namespace PerfAnalyzers.Collector.Tests.Scopes;

[Collection(OneAtATime.Name)]
public sealed partial class RoundTripScopeTests
{
    [Fact]
    public async Task As_many_round_trips_as_expected_pass()
    {
        using var stock = new Stock();
        using var scope = RoundTrips.Expect(max: 5);
        await stock.LoadEachAsync(5);

        Assert.Equal(5, scope.Count);
        scope.Verify();
    }

    [Fact]
    public async Task More_fail_with_the_lines_the_callers_the_counts_and_the_page()
    {
        using var stock = new Stock();
        var failure = await Assert.ThrowsAsync<RoundTripException>(async () =>
        {
            using var scope = RoundTrips.Expect(max: 3);
            await stock.LoadEachAsync(4);
            stock.CountTheSame(1);
        });

        var lines = failure.Message.Split('\n');
        Assert.Equal("5 round trips instead of at most 3:", lines[0]);
        Assert.Equal($"  4 x db.read in Stock.FindAsync at tests/Collector.Tests/Scopes/Stock.cs:{LineOf("FirstOrDefaultAsync")}, each time another", lines[1]);
        Assert.Equal($"      4 x from Stock.LoadEachAsync at tests/Collector.Tests/Scopes/Stock.cs:{LineOf("await FindAsync")}", lines[2]);
        Assert.Contains($"  1 x db.read in Stock.CountTheSame at tests/Collector.Tests/Scopes/Stock.cs:{LineOf("db.Items.Count")}", lines);
        Assert.Equal("See https://github.com/PerfAnalyzers/PerfAnalyzers/blob/main/docs/rules/PERF1001.md", lines[^1]);
    }

    [Theory]
    [InlineData(4, "PERF1008")]
    [InlineData(1, "PERF9002")]
    public void The_page_is_that_of_the_worst_line(int times, string rule)
    {
        using var stock = new Stock();
        var scope = RoundTrips.Expect(max: 0);
        stock.CountTheSame(times);

        Assert.EndsWith($"/{rule}.md", Assert.Throws<RoundTripException>(scope.Dispose).Message, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(Repository(), "docs", "rules", rule + ".md")));
    }

    [Fact]
    public async Task What_runs_before_and_after_does_not_count()
    {
        using var stock = new Stock();
        await stock.LoadEachAsync(2);
        using (var scope = RoundTrips.Expect(max: 1))
        {
            stock.CountTheSame(1);
            Assert.Equal(1, scope.Count);
        }

        using var empty = RoundTrips.Record();
        Assert.Equal(0, empty.Count);
        Assert.Empty(empty.Sites);
    }

    [Fact]
    public void However_many_commands_one_line_had_those_of_another_are_its_own()
    {
        using var stock = new Stock();
        using var scope = RoundTrips.Record();
        stock.CountTheSame(1500);
        stock.CountTheSameElsewhere(1500);

        Assert.Equal(
            [("CountTheSame", 1500L), ("CountTheSameElsewhere", 1500L)],
            scope.Sites.Select(s => (s.Member.Split('(')[0].Split('.')[^1], s.Count)).Order());
    }

    [Fact]
    public void A_context_that_was_used_just_before_is_seen()
    {
        RoundTrips.Watch();
        using var stock = new Stock();
        using var db = stock.Context();
        Assert.Equal(20, db.Items.Count());

        using var scope = RoundTrips.Record();
        Assert.Equal(20, db.Items.Count());
        Assert.Equal(1, scope.Count);
    }

    [Fact]
    public async Task Scopes_that_run_at_the_same_time_are_kept_apart()
    {
        using var stock = new Stock();
        var counts = await Task.WhenAll(Enumerable.Range(1, 12).Select(n => Task.Run(async () =>
        {
            using var scope = RoundTrips.Expect(max: n);
            await Task.Delay(n % 3);
            await stock.LoadEachAsync(n);
            return (Expected: n, scope.Count, Site: Assert.Single(scope.Sites));
        })));

        Assert.All(counts, c => Assert.Equal((c.Expected, c.Expected), (c.Count, c.Site.Count)));
    }

    [Fact]
    public async Task A_scope_within_a_scope_counts_for_both()
    {
        using var stock = new Stock();
        using var outer = RoundTrips.Record();
        stock.CountTheSame(1);
        using (var inner = RoundTrips.Record())
        {
            await Task.WhenAll(stock.LoadEachAsync(2), Task.Run(() => stock.LoadEachAsync(3)));
            Assert.Equal(5, inner.Count);
        }

        stock.CountTheSame(1);
        Assert.Equal(7, outer.Count);
    }

    [Fact]
    public async Task An_exception_on_its_way_is_not_hidden()
    {
        using var stock = new Stock();
        await Assert.ThrowsAsync<StoppedException>(async () =>
        {
            using var scope = RoundTrips.Expect(max: 0);
            await stock.LoadEachAsync(1);
            await FailAsync();
        });
        Assert.Throws<StoppedException>((Action)(() =>
        {
            using var scope = RoundTrips.Expect(max: 0);
            stock.CountTheSame(1);
            throw new StoppedException();
        }));
    }

    [Fact]
    public async Task An_exception_that_was_caught_does_not_excuse()
    {
        using var stock = new Stock();
        await Assert.ThrowsAsync<RoundTripException>(async () =>
        {
            using var scope = RoundTrips.Expect(max: 0);
            await stock.LoadEachAsync(1);

            // The rest of the scope runs inside the handler of the task that failed.
            await Assert.ThrowsAsync<StoppedException>(FailAsync);
        });
        Assert.Throws<RoundTripException>(() =>
        {
            try
            {
                throw new StoppedException();
            }
            catch (StoppedException)
            {
                using var scope = RoundTrips.Expect(max: 0);
                stock.CountTheSame(1);
            }
        });
    }

    [Fact]
    public void A_scope_fails_once()
    {
        using var stock = new Stock();
        var scope = RoundTrips.Expect(max: 0);
        stock.CountTheSame(1);

        Assert.Throws<RoundTripException>(scope.Verify);
        scope.Dispose();
        scope.Dispose();
    }

    [Fact]
    public void A_negative_limit_is_refused() => Assert.Throws<ArgumentOutOfRangeException>(() => RoundTrips.Expect(max: -1));

    [Fact]
    public void A_failure_tells_no_values_and_no_sql()
    {
        using var stock = new Stock();
        var scope = RoundTrips.Expect(max: 0);
        stock.CountTheSame(2);

        Assert.DoesNotMatch(Sql(), Assert.Throws<RoundTripException>(scope.Dispose).Message);
    }

    private static async Task FailAsync()
    {
        await Task.Delay(1);
        throw new StoppedException();
    }

    private static string Repository([System.Runtime.CompilerServices.CallerFilePath] string file = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file)!, "../../.."));

    private static int LineOf(string text) =>
        File.ReadAllLines(Path.Combine(Repository(), "tests/Collector.Tests/Scopes/Stock.cs")).ToList().FindIndex(l => l.Contains(text, StringComparison.Ordinal)) + 1;

    [GeneratedRegex("SELECT|COUNT\\(|Data Source", RegexOptions.IgnoreCase)]
    private static partial Regex Sql();

    private sealed class StoppedException : Exception;
}
