using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using PerfAnalyzers.Rules;

namespace PerfAnalyzers.CodeFixes.Tests.Catalogue;

/// <summary>The programs of the catalogue on Entity Framework Core 8: what the rules say of them, what they do and what the fixes leave is what it is on 10.</summary>
public sealed class EntityFramework8Tests
{
    public static TheoryData<string> Includes => [.. IncludeCatalogue.Cases.Where((_, i) => EntityFramework8.Includes(i)).Select(c => c.Name)];

    public static TheoryData<string, string> Filters => Of("PERF1005");

    public static TheoryData<string, string> Loads => Of("PERF1006");

    public static TheoryData<string, string> Joins => Of("PERF1009");

    [Fact]
    public void It_is_the_version_that_is_meant() => Assert.Equal(8, EntityFramework8.Version.Major);

    [Fact]
    public async Task What_the_rules_say_of_includes()
    {
        foreach (var catalogue in new[] { IncludeCatalogue.Plain, IncludeCatalogue.Lazy })
        {
            AssertSame(await IncludesOfAsync(EntityFramework8.PartOf(catalogue.Project)), await IncludesOfAsync(EntityFramework8.On(catalogue.Project)));
        }
    }

    [Fact]
    public async Task What_the_rules_say_of_queries()
    {
        // The same programs on both: what one reads of a row is for all of them.
        AssertSame(await QueryCatalogue.DiagnosticsOfAsync(EntityFramework8.PartOf(QueryCatalogue.Project)), await QueryCatalogue.DiagnosticsOfAsync(EntityFramework8.On(QueryCatalogue.Project)));
    }

    // They were beside what is relational then, and are beside the other operators since.
    [Theory]
    [InlineData("ExecuteDelete()", "PERF1002", "PERF2002")]
    [InlineData("ExecuteDeleteAsync()", "PERF1002")]
    [InlineData("ExecuteUpdate(s => s.SetProperty(o => o.Archived, true))", "PERF1002", "PERF2002")]
    [InlineData("ExecuteUpdateAsync(s => s.SetProperty(o => o.Archived, true))", "PERF1002")]
    public async Task What_the_rules_say_of_commands(string command, params string[] rules)
    {
        var code = $$"""
            public class Commands(ShopDb db)
            {
                public async Task Run(List<int> ids) { foreach (var id in ids) { {{(command.Contains("Async", StringComparison.Ordinal) ? "await " : "")}}db.Orders.Where(o => o.Id == id).{{command}}; await Task.Yield(); } }
            }
            """;
        foreach (var project in new[] { QueryCatalogue.Project, EntityFramework8.On(QueryCatalogue.Project) })
        {
            var with = project.RemoveDocuments([.. project.Documents.Where(d => d.Name != "Shop.cs").Select(d => d.Id)]).AddDocument("Commands.cs", code).Project;
            var compilation = (await with.GetCompilationAsync())!;
            Assert.DoesNotContain(compilation.GetDiagnostics(), d => d.Severity == DiagnosticSeverity.Error);
            var found = await compilation.WithAnalyzers([new SaveInLoopAnalyzer(), new SyncIoInAsyncAnalyzer()], with.AnalyzerOptions).GetAnalyzerDiagnosticsAsync();
            Assert.Equal(rules, found.Select(d => d.Id).Order(StringComparer.Ordinal));
        }
    }

    [Theory]
    [MemberData(nameof(Includes))]
    public Task What_is_missing(string name) => MissingIncludeCatalogueTests.VerifyAsync(name, c => c.On8);

    [Theory]
    [MemberData(nameof(Includes))]
    public Task What_is_missing_no_more(string name) => MissingIncludeCatalogueTests.VerifyFixedAsync(name, c => c.On8);

    [Theory]
    [MemberData(nameof(Filters))]
    public Task Which_tables_are_read_from_end_to_end(string rule, string name) => QueryCatalogueTests.VerifyFilterAsync(rule, name, QueryCatalogue.On8);

    [Theory]
    [MemberData(nameof(Loads))]
    public Task What_is_loaded_for_nothing(string rule, string name) => QueryCatalogueTests.VerifyLoadAsync(rule, name, QueryCatalogue.On8);

    [Theory]
    [MemberData(nameof(Joins))]
    public Task What_comes_back_as_a_product(string rule, string name) => QueryCatalogueTests.VerifyIncludeAsync(rule, name, QueryCatalogue.On8);

    private static async Task<IReadOnlyList<Diagnostic>> IncludesOfAsync(Project project) =>
        await (await project.GetCompilationAsync())!.WithAnalyzers([new MissingIncludeAnalyzer()], project.AnalyzerOptions).GetAnalyzerDiagnosticsAsync();

    private static void AssertSame(IEnumerable<Diagnostic> on10, IEnumerable<Diagnostic> on8)
    {
        Assert.NotEmpty(on10);
        Assert.Equal(Said(on10), Said(on8));

        static string[] Said(IEnumerable<Diagnostic> diagnostics) => [.. diagnostics.Select(d => d.ToString()).Order(StringComparer.Ordinal)];
    }

    private static TheoryData<string, string> Of(string rule)
    {
        var data = new TheoryData<string, string>();
        foreach (var (_, @case) in QueryCatalogue.Cases.Where((c, i) => c.Rule == rule && EntityFramework8.Includes(i)))
            data.Add(rule, @case.Name);

        return data;
    }
}
