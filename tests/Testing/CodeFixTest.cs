using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Diagnostics;
using Xunit;

namespace PerfAnalyzers.Testing;

/// <summary>
/// Runs an analyzer, applies the fix until none is offered, and compares texts. The fixed code must compile and emit, report
/// exactly its own marks, come out of Fix All (document, project, solution) too, and keep the line endings it found.
/// </summary>
public sealed class CodeFixTest<TAnalyzer, TFix> : AnalyzerTest<TAnalyzer>
    where TAnalyzer : DiagnosticAnalyzer, new()
    where TFix : CodeFixProvider, new()
{
    private readonly Dictionary<string, string> _fixed = [];

    /// <summary>The first document after the fix.</summary>
    public string FixedCode
    {
        set => _fixed["Test0.cs"] = value;
    }

    /// <summary>Other files after the fix, by path; a file that is not here must not change.</summary>
    public Dictionary<string, string> FixedSources => _fixed;

    /// <summary>The first document after Fix All, when fixing one by one gives another (equally good) text.</summary>
    public string? BatchFixedCode { get; set; }

    /// <summary>The title of the only action offered for the first diagnostic.</summary>
    public string? Title { get; set; }

    public override async Task RunAsync()
    {
        var solution = await RunAnalyzerAsync(Projects, "input");
        var after = Expected(text => text, batch: false);
        await CompareAsync(await FixOneByOneAsync(solution), after, "fixed code");
        await RunAnalyzerAsync(after, "fixed code");
        await FixAllAsync(solution);

        // Line endings do not change what is found, only what is written.
        static string WithCarriageReturns(string text) => text.ReplaceLineEndings("\r\n");
        var windows = TestSolution.Create([.. Projects.Select(project => WithTexts(project, text => WithCarriageReturns(Markup.Parse(text).Text)))]);
        await CompareAsync(await FixOneByOneAsync(windows), Expected(WithCarriageReturns, batch: false), "fixed code with CRLF");
    }

    private async Task FixAllAsync(Solution solution)
    {
        if (new TFix().GetFixAllProvider() is not { } provider)
            return;

        var diagnostics = await DiagnosticsOfAsync(solution);

        if (await FirstActionAsync(solution, diagnostics) is not var (action, diagnostic, document))
            return;

        var expected = Expected(text => text, batch: true);
        var isSpread = Projects.Sum(project => project.Sources.Count(file => Markup.Parse(file.Text).Spans.Count > 0)) > 1;

        // A narrower scope rightly leaves the other files alone.
        foreach (var scope in isSpread ? [FixAllScope.Solution] : (FixAllScope[])[FixAllScope.Document, FixAllScope.Project, FixAllScope.Solution])
        {
            if (!provider.GetSupportedFixAllScopes().Contains(scope))
                continue;

            var context = scope == FixAllScope.Document
                ? new FixAllContext(document, new TFix(), scope, action.EquivalenceKey!, [diagnostic.Id], new SolutionDiagnostics(diagnostics), default)
                : new FixAllContext(document.Project, new TFix(), scope, action.EquivalenceKey!, [diagnostic.Id], new SolutionDiagnostics(diagnostics), default);
            var all = await provider.GetFixAsync(context);
            Assert.True(all is not null, $"Fix All in {scope} offers nothing");
            await CompareAsync(await ApplyAsync(solution, all), expected, "fixed code of Fix All in " + scope);
        }
    }

    private List<TestProject> Expected(Func<string, string> lines, bool batch) =>
    [
        .. Projects.Select(project =>
        {
            var copy = WithTexts(project, lines);

            for (var i = 0; i < copy.Sources.Count; i++)
            {
                var path = copy.Sources[i].Path;

                if (batch && path == "Test0.cs" && BatchFixedCode is { } batched)
                    copy.Sources[i] = new(path, lines(batched));
                else if (_fixed.TryGetValue(path, out var text))
                    copy.Sources[i] = new(path, lines(text));
            }

            return copy;
        }),
    ];

    private async Task<Solution> FixOneByOneAsync(Solution solution)
    {
        var diagnostics = await DiagnosticsOfAsync(solution);
        var limit = diagnostics.Length;

        for (var i = 0; i <= limit; i++)
        {
            if (await FirstActionAsync(solution, diagnostics) is not var (action, _, _))
                return solution;

            if (i == 0 && Title is { } title)
                Assert.Equal(title, action.Title);

            solution = await ApplyAsync(solution, action);
            diagnostics = await DiagnosticsOfAsync(solution);
        }

        Assert.Fail($"A fix is still offered after {limit} were applied: fixing does not end.");
        return solution;
    }

    private static async Task<(CodeAction Action, Diagnostic Diagnostic, Document Document)?> FirstActionAsync(Solution solution, ImmutableArray<Diagnostic> diagnostics)
    {
        var fix = new TFix();

        foreach (var diagnostic in diagnostics.Where(diagnostic => fix.FixableDiagnosticIds.Contains(diagnostic.Id))
                     .OrderBy(diagnostic => diagnostic.Location.GetLineSpan().Path, StringComparer.Ordinal).ThenBy(diagnostic => diagnostic.Location.SourceSpan.Start))
        {
            if (solution.GetDocument(diagnostic.Location.SourceTree) is not { } document)
                continue;

            var actions = new List<CodeAction>();
            await fix.RegisterCodeFixesAsync(new CodeFixContext(document, diagnostic, (action, _) => actions.Add(action), default));

            if (actions.Count > 0)
                return (actions[0], diagnostic, document);
        }

        return null;
    }

    private static async Task<Solution> ApplyAsync(Solution solution, CodeAction action)
    {
        var changed = (await action.GetOperationsAsync(solution, NoProgress.Instance, default)).OfType<ApplyChangesOperation>().Single().ChangedSolution;
        Assert.True(changed.GetChanges(solution).GetProjectChanges().Any(), $"'{action.Title}' changes nothing");
        return changed;
    }

    private static async Task CompareAsync(Solution actual, List<TestProject> expected, string what)
    {
        foreach (var project in expected)
        {
            var documents = actual.Projects.Single(candidate => candidate.Name == project.Name).Documents.ToList();
            Assert.Equal(project.Sources.Select(file => file.Path).Order(), documents.Select(document => document.Name).Order());

            foreach (var file in project.Sources)
            {
                var text = await documents.Single(document => document.Name == file.Path).GetTextAsync();
                TextComparison.AssertEqual(Markup.Parse(file.Text).Text, text.ToString(), $"{what}, {file.Path}");
            }
        }
    }

    private sealed class NoProgress : IProgress<CodeAnalysisProgress>
    {
        public static readonly NoProgress Instance = new();

        public void Report(CodeAnalysisProgress value)
        {
        }
    }

    private sealed class SolutionDiagnostics(ImmutableArray<Diagnostic> all) : FixAllContext.DiagnosticProvider
    {
        public override Task<IEnumerable<Diagnostic>> GetAllDiagnosticsAsync(Project project, CancellationToken cancellationToken) =>
            Task.FromResult(Of(project));

        public override Task<IEnumerable<Diagnostic>> GetDocumentDiagnosticsAsync(Document document, CancellationToken cancellationToken) =>
            Task.FromResult(all.Where(diagnostic => document.Project.Solution.GetDocument(diagnostic.Location.SourceTree)?.Id == document.Id));

        public override Task<IEnumerable<Diagnostic>> GetProjectDiagnosticsAsync(Project project, CancellationToken cancellationToken) =>
            Task.FromResult(Enumerable.Empty<Diagnostic>());

        private IEnumerable<Diagnostic> Of(Project project) =>
            all.Where(diagnostic => project.Solution.GetDocument(diagnostic.Location.SourceTree)?.Project.Id == project.Id);
    }
}
