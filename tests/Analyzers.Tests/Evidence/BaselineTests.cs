using Microsoft.CodeAnalysis;
using PerfAnalyzers.EvidenceFormat;
using PerfAnalyzers.Rules;
using PerfAnalyzers.Testing;

namespace PerfAnalyzers.Tests.Evidence;

/// <summary>What a <c>.perfbaseline</c> lets through, and until when; <c>BaselineFilterTests</c> has what the tool adds.</summary>
public sealed class BaselineTests
{
    private const string Member = "M:R.B(System.Collections.Generic.List{System.Int32})";

    private static async Task Run(string entry, ExpectedDiagnostic expected, string today = "2026-11-26")
    {
        var test = new AnalyzerTest<QueryInLoopAnalyzer>
        {
            TestCode = "public class R(ShopDb db) { public void B(List<int> ids) { foreach (var id in ids) db.Orders.[|Find|](id); } }",
            Sources = { Shop.Model },
            AdditionalFiles = { new(".perf/findings.perfbaseline", $"perfbaseline 1\n# why\n{entry}\n") },
            ExpectedDiagnostics = { expected },
        };
        test.GlobalOptions.Add("build_property.PerfAnalyzersToday", today);
        test.GlobalOptions.Add("build_property.PerfAnalyzersEnforce", "confirmed");
        test.AdditionalFiles.Add(new(".perf/a.perfevidence", $"perfevidence\t1\nprofile\tp\troots=1\nsite\t{Member}\top=db.read\tcalls=900\troots=1\ttotal-ms=900\n"));
        await test.RunAsync();
    }

    [Theory]
    [InlineData("2026-11-26")]
    [InlineData("")]
    public Task What_is_listed_is_information_with_its_reason_until_its_day(string today) => Run(
        $"PERF1001 {Member} expires=2026-11-26 because moves to  bulk reads in May",
        ExpectedDiagnostic.Any.WithSeverity(DiagnosticSeverity.Info).WithProperty("perf.state", "confirmed").WithProperty("perf.baseline", "2026-11-26").WithProperty("perf.member", Member)
            .Mentions("profile p - in the baseline until 2026-11-26: moves to bulk reads in May"),
        today);

    [Fact]
    public Task What_has_expired_is_what_it_was() => Run(
        $"PERF1001 {Member} expires=2026-11-25 because later",
        ExpectedDiagnostic.Any.WithSeverity(DiagnosticSeverity.Error).WithProperty("perf.baseline", null).Mentions(" (the baseline let it through until 2026-11-25)"));

    [Theory]
    [InlineData("PERF1002 MEMBER expires=2027-01-01 because another rule")]
    [InlineData("PERF1001 M:R.C expires=2027-01-01 because another member")]
    [InlineData("PERF1001 MEMBER expires=2027-13-01 because no such day")]
    [InlineData("PERF1001 MEMBER expires=2027-01-01 because")]
    public Task What_is_not_listed_is_new(string entry) => Run(
        entry.Replace("MEMBER", Member, StringComparison.Ordinal), ExpectedDiagnostic.Any.WithSeverity(DiagnosticSeverity.Error).WithProperty("perf.baseline", null));

    [Theory]
    [InlineData("perfbaseline 1\nPERF1001 M:A.B because forever\n", "2: Expected '<rule> <member> [count=<number>] expires=<yyyy-mm-dd> because <reason>'")]
    [InlineData("perfbaseline 1\nPERF1001 M:A.B expires=2027-02-30 because x\n", "2: '2027-02-30' is no day")]
    [InlineData("perfbaseline 1\nPERF1001 M:A.B expires=2027-02-01 because x\nPERF1001 M:A.B expires=2027-02-01 because y\n", "3: 'PERF1001' of this member is listed twice")]
    [InlineData("perfbaseline 1\nPERF1001 M:A.\u202EB expires=2027-02-01 because x\n", "2: Line holds a control character")]
    [InlineData("perfbaseline 2\n", "1: First line must be 'perfbaseline 1'")]
    [InlineData("", "1: File is empty")]
    public async Task A_bad_line_is_reported_where_it_is(string text, string expected)
    {
        var test = new AnalyzerTest<MalformedInputAnalyzer> { TestCode = "class C { }", AdditionalFiles = { new("a.perfbaseline", text) } };
        var diagnostic = Assert.Single(await test.GetDiagnosticsAsync());
        Assert.StartsWith(expected, $"{diagnostic.Location.GetLineSpan().StartLinePosition.Line + 1}: {diagnostic.GetMessage(null)}", StringComparison.Ordinal);
    }

    // Three hundred lines: what goes back and forth in each of them takes minutes, what does not a moment.
    [Fact]
    public Task Hostile_lines_are_not_gone_over_again_and_again() => Task.Run(() => Baseline.Read(
        ["perfbaseline 1", .. Enumerable.Repeat("PERF1001 " + string.Concat(Enumerable.Repeat("expires= because ", 3_000)), 300), "PERF1001" + new string(' ', 60_000)]))
        .WaitAsync(TimeSpan.FromSeconds(90));
}
