using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;
using PerfAnalyzers.Rules;
using PerfAnalyzers.Testing;

namespace PerfAnalyzers.CodeFixes.Tests.Catalogue;

/// <summary>All programs about what queries cost, in one project: analysed and run as they stand, then fixed, or written as somebody would write them instead, and run again.</summary>
internal static class QueryCatalogue
{
    private static readonly Lazy<IReadOnlyList<(string Rule, CatalogueCase Case)>> s_cases = new(() => [.. new[] { "PERF1005", "PERF1006", "PERF1009" }.SelectMany(r => CatalogueFile.Read(r).Select(c => (r, c)))]);
    private static readonly Lazy<Solution> s_solution = new(() => Solution(Enumerable.Range(0, Cases.Count)));
    private static readonly Lazy<Task<ImmutableArray<Diagnostic>>> s_diagnostics = new(() => DiagnosticsOfAsync(Project));
    private static readonly Lazy<Task<(Project Project, ImmutableArray<Diagnostic> Reported, IReadOnlyDictionary<int, string> Refusals)>> s_fixed = new(FixAsync);

    /// <summary>The programs of all rules.</summary>
    public static IReadOnlyList<(string Rule, CatalogueCase Case)> Cases => s_cases.Value;

    /// <summary>The programs on the version that the tests refer to.</summary>
    public static CatalogueRuns On10 { get; } = new(() => CompiledProgram.LoadAsync(Project), async () => await CompiledProgram.LoadAsync((await s_fixed.Value).Project));

    /// <summary>The same programs on the version before.</summary>
    public static CatalogueRuns On8 { get; } = new(() => EntityFramework8.LoadAsync(Project), async () => await EntityFramework8.LoadAsync((await s_fixed.Value).Project));

    /// <summary>The programs as they stand.</summary>
    public static Project Project => s_solution.Value.Projects.Single();

    /// <summary>What is reported in all programs.</summary>
    public static async Task<IReadOnlyList<Diagnostic>> AnalyzeAsync() => await s_diagnostics.Value;

    /// <summary>The number of a program.</summary>
    public static int NumberOf(string rule, string name) => Cases.Select((c, i) => (c, i)).Single(p => p.c.Rule == rule && p.c.Case.Name == name).i;

    /// <summary>What its rule reports in a program, and what its marks say should be.</summary>
    public static async Task<(IReadOnlyList<Diagnostic> Reported, IReadOnlyList<TextSpan> Expected)> AnalyzeAsync(int number) =>
        (Of(number, await s_diagnostics.Value), [.. Markup.Parse(Marked(number).Text).Spans.Select(s => s.Span).OrderBy(s => s.Start)]);

    /// <summary>What is reported when every query is split that does not say otherwise.</summary>
    public static Task<ImmutableArray<Diagnostic>> AnalyzeSplitAsync(string rule) => DiagnosticsOfAsync(
        Solution(Enumerable.Range(0, Cases.Count).Where(i => Cases[i].Rule == rule), new TestFile("Split.cs", "static class Split { public static void Configure(DbContextOptionsBuilder options) => options.UseSqlite(\"\", s => s.UseQuerySplittingBehavior(QuerySplittingBehavior.SplitQuery)); }")).Projects.Single());

    /// <summary>What is reported in a project made of programs.</summary>
    public static async Task<ImmutableArray<Diagnostic>> DiagnosticsOfAsync(Project project)
    {
        var compilation = (await project.GetCompilationAsync())!;
        var errors = string.Join('\n', compilation.GetDiagnostics().Where(d => d.Severity is DiagnosticSeverity.Error));
        Assert.True(errors.Length == 0, errors);
        DiagnosticAnalyzer[] rules = [new UnindexedFilterAnalyzer(), new LoadThenFilterAnalyzer(), new CartesianIncludeAnalyzer()];
        var diagnostics = await compilation.WithAnalyzers([.. rules], project.AnalyzerOptions).GetAnalyzerDiagnosticsAsync();
        Assert.DoesNotContain(diagnostics, d => d.Id == "AD0001");
        return [.. diagnostics.Where(d => d.Severity >= DiagnosticSeverity.Info)];
    }

    /// <summary>What is still reported in a program with the fix applied, and why it could not be fixed when it could not.</summary>
    public static async Task<(IReadOnlyList<Diagnostic> Reported, string? Refusal)> FixAsync(int number)
    {
        var after = await s_fixed.Value;
        return (Of(number, after.Reported), after.Refusals.GetValueOrDefault(number));
    }

    private static async Task<(Project, ImmutableArray<Diagnostic>, IReadOnlyDictionary<int, string>)> FixAsync()
    {
        var (solution, refusals) = await CatalogueFixes.ApplyAsync(s_solution.Value, await s_diagnostics.Value, Cases.Count, n => Cases[n].Rule switch
        {
            "PERF1006" => new LoadThenFilterFix(),
            "PERF1009" => new CartesianIncludeFix(),
            _ => null,
        });
        var project = solution.Projects.Single();
        var reported = await DiagnosticsOfAsync(project);
        for (var number = 0; number < Cases.Count; number++)
        {
            if (Cases[number].Case is { Instead.Length: > 0 } @case)
                project = project.AddDocument($"Instead{number}.cs", Markup.Parse(IncludeProgram.File(@case with { Body = @case.Instead }, number, "Instead").Text).Text).Project;
        }

        return (project, reported, refusals);
    }

    private static Solution Solution(IEnumerable<int> numbers, params TestFile[] others)
    {
        var project = new TestProject { Sources = { QueryModel.Source, QueryProgram.Entry } };
        project.Sources.AddRange(others);
        project.Sources.AddRange(numbers.Select(Marked).Select(f => f with { Text = Markup.Parse(f.Text).Text }));
        return TestSolution.Create([project]);
    }

    private static List<Diagnostic> Of(int number, ImmutableArray<Diagnostic> all)
    {
        var path = TestSolution.FullPath(Marked(number).Path);
        return [.. all.Where(d => d.Id == Cases[number].Rule && d.Location.GetLineSpan().Path == path).OrderBy(d => d.Location.SourceSpan.Start)];
    }

    private static TestFile Marked(int number) => IncludeProgram.File(Cases[number].Case, number);
}
