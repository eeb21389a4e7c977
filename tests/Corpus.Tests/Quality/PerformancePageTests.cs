using PerfAnalyzers.Corpus.Quality;

namespace PerfAnalyzers.Corpus.Tests.Quality;

/// <summary>The page of costs.</summary>
public sealed class PerformancePageTests
{
    [Fact]
    public void What_was_written_by_hand_is_kept_and_the_tables_are_written_anew()
    {
        var first = new PerformancePage([new("shop/shop", "floor", 1.5, 1.25, 2.5, 1.3, 0.4, 80)], [], [], []).Write(null);
        var second = new PerformancePage([], [new("generated", 500, "PerfAnalyzers", "method", 8.04, 20.06, 31, 2)], [], []).Write(first + "The widest bar was names.\n");

        Assert.Contains("| shop/shop | floor | 0.40 | 1.50 | 1.25 | 2.50 | 1.30 | 80 |", first, StringComparison.Ordinal);
        Assert.DoesNotContain("shop/shop", second, StringComparison.Ordinal);
        Assert.Contains("| generated | 500 | method | PerfAnalyzers | 8.0 | 20.1 | 31.0 | 2.0 |", second, StringComparison.Ordinal);
        Assert.EndsWith("The widest bar was names.\n", second, StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_thousand_lines_cost_is_what_goes_beyond_compiling()
    {
        var page = new PerformancePage([], [], [new(10_000, 0.5, 0.6, 0.9, 0.3, 66, 82, 120)], []).Write(null);

        Assert.Contains("| 10,000 | 0.50 | 0.60 | 0.90 | 0.30 | 50.0 | 40.0 | 66 | 82 | 120 |", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(20, 19)]
    [InlineData(100, 95)]
    public void Of_a_hundred_sorted_figures_the_95th_is_the_95th_percentile(int count, double expected) =>
        Assert.Equal(expected, Figures.Percentile([.. Enumerable.Range(1, count).Select(i => (double)i)], 0.95));
}
