using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Xunit;

namespace PerfAnalyzers.Testing;

/// <summary>Runs one analyzer over marked-up code and compares what it reports with the marks, both ways.</summary>
public class AnalyzerTest<TAnalyzer>
    where TAnalyzer : DiagnosticAnalyzer, new()
{
    private readonly TestProject _main = new();

    public AnalyzerTest() => Projects = [_main];

    /// <summary>The project under test comes first; add others for cross-project cases.</summary>
    public List<TestProject> Projects { get; }

    /// <summary>The first document of the first project.</summary>
    public string TestCode
    {
        set => _main.Sources.Insert(0, new("Test0.cs", value));
    }

    public List<TestFile> Sources => _main.Sources;

    public List<TestFile> AdditionalFiles => _main.AdditionalFiles;

    public Dictionary<string, string> GlobalOptions => _main.GlobalOptions;

    public string? EditorConfig
    {
        get => _main.EditorConfig;
        set => _main.EditorConfig = value;
    }

    public OutputKind OutputKind
    {
        get => _main.OutputKind;
        set => _main.OutputKind = value;
    }

    public bool ExpectsCompilerErrors
    {
        get => _main.ExpectsCompilerErrors;
        set => _main.ExpectsCompilerErrors = value;
    }

    /// <summary>Optional: more about each marked span, in order.</summary>
    public List<ExpectedDiagnostic> ExpectedDiagnostics { get; } = [];

    public virtual async Task RunAsync() => await RunAnalyzerAsync(Projects, "input");

    /// <summary>The solution under test, without its markup.</summary>
    public Solution CreateSolution() => TestSolution.Create([.. Projects.Select(project => WithTexts(project, text => Markup.Parse(text).Text))]);

    /// <summary>What the analyzer reports, without comparing it with anything; compiler errors and a crash still fail the test.</summary>
    public async Task<ImmutableArray<Diagnostic>> GetDiagnosticsAsync() => (await GetSolutionDiagnosticsAsync()).Diagnostics;

    /// <summary>The same with the solution whose trees the diagnostics point into.</summary>
    public async Task<(Solution Solution, ImmutableArray<Diagnostic> Diagnostics)> GetSolutionDiagnosticsAsync()
    {
        var solution = CreateSolution();
        await CompilerErrors.VerifyNoneAsync(solution, Projects, "input");
        return (solution, await DiagnosticsOfAsync(solution));
    }

    /// <summary>The same for a solution that the caller compiles.</summary>
    public static Task<ImmutableArray<Diagnostic>> GetDiagnosticsAsync(Solution solution) => DiagnosticsOfAsync(solution);

    private protected async Task<Solution> RunAnalyzerAsync(IReadOnlyList<TestProject> projects, string what)
    {
        var solution = TestSolution.Create([.. projects.Select(project => WithTexts(project, text => Markup.Parse(text).Text))]);
        await CompilerErrors.VerifyNoneAsync(solution, projects, what);
        Compare(await DiagnosticsOfAsync(solution), projects, what);
        return solution;
    }

    private protected static async Task<ImmutableArray<Diagnostic>> DiagnosticsOfAsync(Solution solution)
    {
        var all = ImmutableArray.CreateBuilder<Diagnostic>();

        foreach (var project in solution.Projects)
        {
            var compilation = (await project.GetCompilationAsync())!;
            var withAnalyzer = compilation.WithAnalyzers([new TAnalyzer()], project.AnalyzerOptions);
            all.AddRange(await withAnalyzer.GetAnalyzerDiagnosticsAsync());
        }

        foreach (var crash in all.Where(diagnostic => diagnostic.Id == "AD0001"))
            Assert.Fail("The analyzer threw: " + crash);

        return all.ToImmutable();
    }

    private protected static TestProject WithTexts(TestProject project, Func<string, string> change)
    {
        var copy = new TestProject(project.Name)
        {
            EditorConfig = project.EditorConfig,
            OutputKind = project.OutputKind,
            References = project.References,
            ExpectsCompilerErrors = project.ExpectsCompilerErrors,
        };
        copy.Sources.AddRange(project.Sources.Select(file => file with { Text = change(file.Text) }));
        copy.AdditionalFiles.AddRange(project.AdditionalFiles.Select(file => file with { Text = change(file.Text) }));
        copy.ProjectReferences.AddRange(project.ProjectReferences);

        foreach (var option in project.GlobalOptions)
            copy.GlobalOptions.Add(option.Key, option.Value);

        return copy;
    }

    private void Compare(ImmutableArray<Diagnostic> actual, IReadOnlyList<TestProject> projects, string what)
    {
        var files = projects.SelectMany(project => project.Sources.Concat(project.AdditionalFiles))
            .DistinctBy(file => file.Path).ToList();
        var order = files.Select((file, index) => (Path: TestSolution.FullPath(file.Path), index)).ToDictionary(pair => pair.Path, pair => pair.index);
        var marks = files.SelectMany(file => Markup.Parse(file.Text).Spans.OrderBy(mark => mark.Span.Start)
            .Select(mark => (Path: TestSolution.FullPath(file.Path), mark.Id, mark.Span))).ToList();
        var left = actual.OrderBy(diagnostic => order.GetValueOrDefault(diagnostic.Location.GetLineSpan().Path, -1))
            .ThenBy(diagnostic => diagnostic.Location.SourceSpan.Start).ToList();
        var problems = new List<string>();

        for (var i = 0; i < marks.Count; i++)
        {
            var mark = marks[i];
            var match = left.FindIndex(diagnostic => diagnostic.Location.GetLineSpan().Path == mark.Path
                && diagnostic.Location.SourceSpan == mark.Span && (mark.Id is null || diagnostic.Id == mark.Id));

            if (match < 0)
            {
                problems.Add($"not reported: {mark.Id ?? "a diagnostic"} at {mark.Path} {mark.Span}");
                continue;
            }

            // Expectations describe the input; the fixed code has marks of its own.
            if (what == "input" && i < ExpectedDiagnostics.Count)
                problems.AddRange(ExpectedDiagnostics[i].Mismatches(left[match]));

            left.RemoveAt(match);
        }

        if (what == "input" && ExpectedDiagnostics.Count > marks.Count)
            problems.Add($"{ExpectedDiagnostics.Count} expectations for {marks.Count} marked spans");

        problems.AddRange(left.Select(diagnostic => $"not expected: {diagnostic} {diagnostic.Location.SourceSpan}"));

        if (problems.Count > 0)
            Assert.Fail($"In the {what}:\n  {string.Join("\n  ", problems)}\nAll that was reported:\n  {string.Join("\n  ", actual)}");
    }
}
