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
    public void Volume_is_counted_by_product_and_by_rule()
    {
        var page = new QualityPage(
            [],
            [
                new("shop/shop", 6000, [new("PERF1001", DiagnosticSeverity.Warning, 3), new("PERF1001", DiagnosticSeverity.Info, 6), new("PERF2001", DiagnosticSeverity.Error, 1)]),
                new("shop/stock", 3000, [new("PERF2001", DiagnosticSeverity.Info, 2)]),
            ]).Write(null);

        Assert.Contains("3 Warnings of repetition: median 0.75 per 3,000 lines, most 0.50 per 1,000. 4 of all rules: median 1.00 per 3,000 lines.", page, StringComparison.Ordinal);
        Assert.Contains("| shop/shop | 6,000 | 3 | 0.50 | 4 | 0.67 | 6 | 1.00 |", page, StringComparison.Ordinal);
        Assert.Contains("| shop/stock | 3,000 | 0 | 0.00 | 0 | 0.00 | 2 | 0.67 |", page, StringComparison.Ordinal);
        Assert.Contains("| PERF1001 | 3 | 6 | 1 of 2 |", page, StringComparison.Ordinal);
        Assert.Contains("| PERF2001 | 1 | 2 | 1 of 2 |", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Recall_of_repetition_stands_beside_that_of_all_kinds()
    {
        SiteOutcome Of(SiteSet set, string kind, SiteState state) =>
            new(ReferenceMode.References, s_site with { Set = set, Kind = kind, Id = $"{set} {kind}" }, state, state == SiteState.Reported ? DiagnosticSeverity.Info : null, null, null);

        var page = new QualityPage(
            [Of(SiteSet.Mined, "query-in-loop", SiteState.Reported), Of(SiteSet.Mined, "overfetch", SiteState.Silent), Of(SiteSet.Fixed, "overfetch", SiteState.Reported), Of(SiteSet.LookAlike, "overfetch", SiteState.Reported)],
            []).Write(null);

        Assert.Contains("| References | repetition | 1 of 1 (100 %) | 0 of 1 (0 %) | 0 of 1 | 1 of 1 | not asked |", page, StringComparison.Ordinal);
        Assert.Contains("| References | all | 1 of 2 (50 %) | 0 of 2 (0 %) | 0 of 1 | 1 of 1 | 1 of 1 |", page, StringComparison.Ordinal);
    }

    private static QualityPage Page(SiteState state) => new(
        [state == SiteState.Reported
            ? new(ReferenceMode.References, s_site, state, DiagnosticSeverity.Warning, "PERF1001", "'Find' queries the database")
            : new(ReferenceMode.References, s_site, state, null, null, null)],
        []);
}
