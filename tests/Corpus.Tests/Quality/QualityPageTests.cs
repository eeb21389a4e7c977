using Microsoft.CodeAnalysis;
using PerfAnalyzers.Corpus.Loading;
using PerfAnalyzers.Corpus.Quality;
using PerfAnalyzers.Corpus.Sites;

namespace PerfAnalyzers.Corpus.Tests.Quality;

/// <summary>The page of figures.</summary>
public sealed class QualityPageTests
{
    private static readonly Site s_site = new(SiteSet.Mined, "Shop-001", "query-in-loop", "shop/shop", "c1", "Orders.cs", 10, null, InScope: true);

    [Fact]
    public void What_was_judged_is_kept_and_the_rest_is_written_anew()
    {
        var first = Page(SiteState.Silent).Write(null);
        var judged = first + "| 1 | shop/shop Orders.cs:10 | PERF1001 | Warning | true | |\n";
        var second = Page(SiteState.Reported).Write(judged);

        Assert.Contains("| Shop-001 | query-in-loop | missed |", first, StringComparison.Ordinal);
        Assert.Contains("| Shop-001 | query-in-loop | Warning PERF1001 |", second, StringComparison.Ordinal);
        Assert.EndsWith("| true | |\n", second, StringComparison.Ordinal);
        Assert.Equal(second, Page(SiteState.Reported).Write(second));
    }

    [Fact]
    public void Volume_is_per_3000_lines()
    {
        var page = new QualityPage([], [new("shop/shop", 6000, [new("PERF1001", DiagnosticSeverity.Warning, 3), new("PERF1001", DiagnosticSeverity.Info, 6)])]).Write(null);

        Assert.Contains("| shop/shop | 6,000 | 1.50 | 0.50 | 1.00 | 3 + 6 |", page, StringComparison.Ordinal);
    }

    private static QualityPage Page(SiteState state) => new(
        [state == SiteState.Reported
            ? new(ReferenceMode.References, s_site, state, DiagnosticSeverity.Warning, "PERF1001", "'Find' queries the database")
            : new(ReferenceMode.References, s_site, state, null, null, null)],
        []);
}
