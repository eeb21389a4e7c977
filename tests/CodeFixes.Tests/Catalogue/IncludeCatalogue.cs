using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;
using PerfAnalyzers.Rules;
using PerfAnalyzers.Testing;

namespace PerfAnalyzers.CodeFixes.Tests.Catalogue;

/// <summary>All programs about missing includes, in one project for each model: analysed, fixed, compiled and run once.</summary>
internal sealed class IncludeCatalogue
{
    private static readonly Lazy<IReadOnlyList<CatalogueCase>> s_cases = new(() => CatalogueFile.Read("PERF1004"));

    private readonly bool _isLazy;
    private readonly Lazy<Task<ImmutableArray<Diagnostic>>> _diagnostics;
    private readonly Lazy<Task<Fixed>> _fixed;

    private IncludeCatalogue(bool isLazy)
    {
        _isLazy = isLazy;
        Test = new() { Sources = { isLazy ? IncludeModel.Lazy : IncludeModel.Plain, IncludeProgram.Entry } };
        for (var i = 0; i < Cases.Count; i++)
            Test.Sources.Add(Marked(i));

        _diagnostics = new(Test.GetDiagnosticsAsync);
        _fixed = new(FixAsync);
        On10 = new(() => CompiledProgram.LoadAsync(Project), async () => await CompiledProgram.LoadAsync((await _fixed.Value).Project));
        On8 = new(() => EntityFramework8.LoadAsync(Project), async () => await EntityFramework8.LoadAsync((await _fixed.Value).Project));
    }

    /// <summary>The programs.</summary>
    public static IReadOnlyList<CatalogueCase> Cases => s_cases.Value;

    /// <summary>With lazy loading off: what was not loaded is null or empty.</summary>
    public static IncludeCatalogue Plain { get; } = new(isLazy: false);

    /// <summary>With lazy loading on: what was not loaded is queried when it is read.</summary>
    public static IncludeCatalogue Lazy { get; } = new(isLazy: true);

    /// <summary>The programs on the version that the tests refer to.</summary>
    public CatalogueRuns On10 { get; }

    /// <summary>The same programs on the version before.</summary>
    public CatalogueRuns On8 { get; }

    /// <summary>The programs as they stand.</summary>
    public Project Project => Test.CreateSolution().Projects.Single();

    private AnalyzerTest<MissingIncludeAnalyzer> Test { get; }

    /// <summary>The number of a program.</summary>
    public static int NumberOf(string name) => Cases.Select((c, i) => (c, i)).Single(p => p.c.Name == name).i;

    /// <summary>What is reported in all programs.</summary>
    public async Task<IReadOnlyList<Diagnostic>> AnalyzeAsync() => await _diagnostics.Value;

    /// <summary>What is reported in a program, and what its marks say should be.</summary>
    public async Task<(IReadOnlyList<Diagnostic> Reported, IReadOnlyList<TextSpan> Expected)> AnalyzeAsync(int number)
    {
        var path = TestSolution.FullPath(Marked(number).Path);
        var reported = (await _diagnostics.Value).Where(d => d.Location.GetLineSpan().Path == path).OrderBy(d => d.Location.SourceSpan.Start).ToList();
        return (reported, [.. Markup.Parse(Marked(number).Text).Spans.Select(s => s.Span).OrderBy(s => s.Start)]);
    }

    /// <summary>What is still reported in a program with the fix applied, and why it could not be fixed when it could not.</summary>
    public async Task<(IReadOnlyList<Diagnostic> Reported, string? Refusal)> FixAsync(int number)
    {
        var after = await _fixed.Value;
        var path = TestSolution.FullPath(Marked(number).Path);
        return ([.. after.Reported.Where(d => d.Location.GetLineSpan().Path == path)], after.Refusals.GetValueOrDefault(number));
    }

    // Every program has a file of its own, so that each is fixed by itself and all are compiled together.
    private async Task<Fixed> FixAsync()
    {
        var (solution, refusals) = await CatalogueFixes.ApplyAsync(Test.CreateSolution(), await _diagnostics.Value, Cases.Count, _ => new MissingIncludeFix());
        var project = solution.Projects.Single();
        var compilation = (await project.GetCompilationAsync())!;
        var reported = await compilation.WithAnalyzers([new MissingIncludeAnalyzer()], project.AnalyzerOptions).GetAnalyzerDiagnosticsAsync();
        return new(project, reported, refusals);
    }

    // {|LAZY:..|} is reported where lazy loading is on and nowhere else.
    private TestFile Marked(int number)
    {
        var file = IncludeProgram.File(Cases[number], number);
        return file with
        {
            Text = file.Text.Replace("{|LAZY:", _isLazy ? "[|" : "", StringComparison.Ordinal).Replace("|}", _isLazy ? "|]" : "", StringComparison.Ordinal),
        };
    }

    /// <summary>All programs, fixed where a fix is offered.</summary>
    private sealed record Fixed(Project Project, ImmutableArray<Diagnostic> Reported, IReadOnlyDictionary<int, string> Refusals);
}
