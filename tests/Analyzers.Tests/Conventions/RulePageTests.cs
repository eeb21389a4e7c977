using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using PerfAnalyzers.Testing;

namespace PerfAnalyzers.Tests.Conventions;

/// <summary>Documentation that cannot lie: what a page shows is compiled and analysed.</summary>
public sealed class RulePageTests
{
    private static readonly string[] s_sections =
        ["Why it costs", "Example", "Use instead", "What a profile shows", "Not reported", "When to suppress"];

    public static TheoryData<string> Ids => [.. RuleCatalog.All.Select(r => r.Id)];

    [Fact]
    public void There_is_a_page_for_each_rule_and_no_other() => Assert.Equal(
        RuleCatalog.All.Select(r => $"{r.Id}.md"), CheckedOut.Names("docs/rules", "PERF*.md").Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Ids))]
    public void Page_has_its_sections(string id)
    {
        var page = RulePage.Of(id);
        var rule = RuleCatalog.All.Single(r => r.Id == id);

        Assert.Equal($"# {id}: {rule.Title}", page.Heading);
        Assert.All(s_sections, s => Assert.True(page.Has(s), $"'## {s}' is missing or empty"));
        Assert.True(page.Has("Fix safety") || page.Says("No fix because "), "neither '## Fix safety' nor 'No fix because ...'");
        // A figure that nobody can measure again is an opinion. Rules about evidence cost nothing by themselves.
        Assert.True(id.StartsWith("PERF9", StringComparison.Ordinal) || page.Says("Why it costs", @"\d.*`benchmarks/|`benchmarks/[\s\S]*\d"), "no measured figure says why it costs");
        Assert.False(page.Says("TODO"), "the page is not finished");
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public async Task Example_is_reported(string id) => Assert.Contains(await AnalyzeAsync(RulePage.Of(id).ProjectOf("Example")), d => d.Id == id);

    [Theory]
    [MemberData(nameof(Ids))]
    public async Task What_to_use_instead_is_not_reported(string id) => Assert.Empty(await AnalyzeAsync(RulePage.Of(id).ProjectOf("Use instead")));

    private static async Task<ImmutableArray<Diagnostic>> AnalyzeAsync(TestProject project)
    {
        Assert.True(project.Sources.Count + project.AdditionalFiles.Count > 0, "there is no code to look at");
        var analyzed = TestSolution.Create([project]).Projects.Single();
        var compilation = (await analyzed.GetCompilationAsync())!;
        Assert.Empty(compilation.GetDiagnostics().Where(d => d.Severity >= DiagnosticSeverity.Warning));

        return await compilation.WithAnalyzers([.. RuleAnalyzers.Instances], analyzed.AnalyzerOptions).GetAnalyzerDiagnosticsAsync();
    }
}
