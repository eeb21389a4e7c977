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
    private readonly Lazy<Task<CompiledProgram>> _program;
    private readonly Lazy<Task<Fixed>> _fixed;
    private static readonly SemaphoreSlim s_one = new(1);

    private IncludeCatalogue(bool isLazy)
    {
        _isLazy = isLazy;
        Test = new() { Sources = { isLazy ? IncludeModel.Lazy : IncludeModel.Plain, IncludeProgram.Entry } };
        for (var i = 0; i < Cases.Count; i++)
            Test.Sources.Add(Marked(i));

        _diagnostics = new(Test.GetDiagnosticsAsync);
        _fixed = new(FixAsync);
        _program = new(() => CompiledProgram.LoadAsync(Test.CreateSolution().Projects.Single()));
    }

    /// <summary>The programs.</summary>
    public static IReadOnlyList<CatalogueCase> Cases => s_cases.Value;

    /// <summary>With lazy loading off: what was not loaded is null or empty.</summary>
    public static IncludeCatalogue Plain { get; } = new(isLazy: false);

    /// <summary>With lazy loading on: what was not loaded is queried when it is read.</summary>
    public static IncludeCatalogue Lazy { get; } = new(isLazy: true);

    private AnalyzerTest<MissingIncludeAnalyzer> Test { get; }

    /// <summary>The number of a program.</summary>
    public static int NumberOf(string name) => Cases.Select((c, i) => (c, i)).Single(p => p.c.Name == name).i;

    /// <summary>What is reported in a program, and what its marks say should be.</summary>
    public async Task<(IReadOnlyList<Diagnostic> Reported, IReadOnlyList<TextSpan> Expected)> AnalyzeAsync(int number)
    {
        var path = TestSolution.FullPath(Marked(number).Path);
        var reported = (await _diagnostics.Value).Where(d => d.Location.GetLineSpan().Path == path).OrderBy(d => d.Location.SourceSpan.Start).ToList();
        return (reported, [.. Markup.Parse(Marked(number).Text).Spans.Select(s => s.Span).OrderBy(s => s.Start)]);
    }

    /// <summary>What a run of a program used, and how often it loaded a navigation because it was read.</summary>
    public async Task<(string Transcript, int LazyLoads)> RunAsync(int number) => await RunAsync(await _program.Value, number);

    /// <summary>The same of the program with the fix applied, what is still reported in it, and why it could not be fixed when it could not.</summary>
    public async Task<(string Transcript, int LazyLoads, IReadOnlyList<Diagnostic> Reported, string? Refusal)> RunFixedAsync(int number)
    {
        var after = await _fixed.Value;
        var (transcript, lazyLoads) = await RunAsync(after.Program, number);
        var path = TestSolution.FullPath(Marked(number).Path);
        return (transcript, lazyLoads, [.. after.Reported.Where(d => d.Location.GetLineSpan().Path == path)], after.Refusals.GetValueOrDefault(number));
    }

    private static async Task<(string Transcript, int LazyLoads)> RunAsync(CompiledProgram program, int number)
    {
        await s_one.WaitAsync();
        try
        {
            return await program.RunAsync($"Case{number}");
        }
        finally
        {
            s_one.Release();
        }
    }

    // Every program has a file of its own, so that each is fixed by itself and all are compiled together.
    private async Task<Fixed> FixAsync()
    {
        var (solution, refusals) = await CatalogueFixes.ApplyAsync(Test.CreateSolution(), await _diagnostics.Value, Cases.Count, _ => new MissingIncludeFix());
        var compilation = (await solution.Projects.Single().GetCompilationAsync())!;
        var reported = await compilation.WithAnalyzers([new MissingIncludeAnalyzer()], solution.Projects.Single().AnalyzerOptions).GetAnalyzerDiagnosticsAsync();
        return new(await CompiledProgram.LoadAsync(solution.Projects.Single()), reported, refusals);
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
    private sealed record Fixed(CompiledProgram Program, ImmutableArray<Diagnostic> Reported, IReadOnlyDictionary<int, string> Refusals);
}
