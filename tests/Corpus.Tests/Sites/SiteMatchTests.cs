using Microsoft.CodeAnalysis;
using PerfAnalyzers.Corpus.Analyzing;
using PerfAnalyzers.Corpus.Sites;

namespace PerfAnalyzers.Corpus.Tests.Sites;

/// <summary>Which report answers for which site.</summary>
public sealed class SiteMatchTests
{
    private static readonly MinedSite s_mined = new("Shop-001", "query-in-loop", "shop/shop", "f1", "p1", "Orders.cs", 10, null, 30, null, PartialFix: false);

    [Theory]
    [InlineData(8, "PERF1001", DiagnosticSeverity.Warning, true)]
    [InlineData(12, "PERF1008", DiagnosticSeverity.Info, true)]
    [InlineData(13, "PERF1001", DiagnosticSeverity.Warning, false)]
    [InlineData(10, "PERF1001", DiagnosticSeverity.Hidden, false)]
    [InlineData(10, "PERF9005", DiagnosticSeverity.Warning, false)]
    public void A_mined_site_is_found_two_lines_around_by_a_scored_rule_that_somebody_sees(int line, string rule, DiagnosticSeverity severity, bool found) =>
        Assert.Equal(found, SiteMatch.Of(Asked(s_mined, SiteSet.Mined), [new(rule, severity, "Orders.cs", line, "")]) is not null);

    [Theory]
    [InlineData("sync-over-async", "PERF2001", true)]
    [InlineData("sync-over-async", "PERF1001", false)]
    [InlineData("query-in-loop", "PERF2001", false)]
    public void A_mined_site_is_found_by_a_rule_of_its_kind(string kind, string rule, bool found) =>
        Assert.Equal(found, SiteMatch.Of(Asked(s_mined with { Kind = kind }, SiteSet.Mined), [new(rule, DiagnosticSeverity.Warning, "Orders.cs", 10, "")]) is not null);

    [Fact]
    public void The_most_severe_report_answers_and_another_file_does_not()
    {
        Report[] reports =
        [
            new("PERF1001", DiagnosticSeverity.Info, "Orders.cs", 10, "near"),
            new("PERF1002", DiagnosticSeverity.Warning, "Orders.cs", 12, "far"),
            new("PERF1002", DiagnosticSeverity.Error, "Other.cs", 10, "elsewhere"),
        ];

        Assert.Equal("far", SiteMatch.Of(Asked(s_mined, SiteSet.Mined), reports)!.Message);
    }

    [Fact]
    public void Any_of_our_rules_speaks_against_a_look_alike()
    {
        var site = Assert.Single(Site.Of([], [new("neg-001", "shop/shop", "c1", "Orders.cs", 10, "sync-over-async", "fine")], OutOfScope.Parse([]), Site.Kinds));

        Assert.NotNull(SiteMatch.Of(site, [new("PERF9002", DiagnosticSeverity.Info, "Orders.cs", 11, "")]));
        Assert.Null(SiteMatch.Of(site, [new("CA2000", DiagnosticSeverity.Warning, "Orders.cs", 10, "")]));
    }

    [Fact]
    public void A_fix_is_asked_where_it_is_unless_it_is_partial()
    {
        var after = Asked(s_mined with { AfterFile = "Batch.cs" }, SiteSet.Fixed);

        Assert.Equal(("Batch.cs", 30, "f1"), (after.File, after.Line, after.Commit));
        Assert.DoesNotContain(Sites(s_mined with { PartialFix = true }), s => s.Set == SiteSet.Fixed);
    }

    [Fact]
    public void Kinds_that_are_not_scored_and_includes_without_a_chain_are_not_asked()
    {
        Assert.Empty(Sites(s_mined with { Kind = "tracking" }));
        Assert.Empty(Sites(s_mined with { Kind = "missing-include" }));
        Assert.NotEmpty(Sites(s_mined with { Kind = "missing-include", Chain = "List -> Orders" }));
    }

    [Fact]
    public void A_site_out_of_scope_is_asked_and_does_not_count()
    {
        var site = Site.Of([s_mined], [], OutOfScope.Parse(["# why", "Shop-001  inside a comment"]), Site.Kinds).First(s => s.Set == SiteSet.Mined);

        Assert.False(site.InScope);
        Assert.Equal("inside a comment", site.Note);
        Assert.Throws<FormatException>(() => OutOfScope.Parse(["Shop-001"]));
    }

    private static Site Asked(MinedSite mined, SiteSet set) => Assert.Single(Sites(mined), s => s.Set == set);

    private static IEnumerable<Site> Sites(MinedSite mined) => Site.Of([mined], [], OutOfScope.Parse([]), Site.Kinds);
}
