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
        await RunAsync(text => text);
        await RunAsync(text => text.ReplaceLineEndings("\r\n"));
    }

    private async Task RunAsync(Func<string, string> lines)
    {
        List<TestProject> before = [.. Projects.Select(project => WithTexts(project, lines))];
        var solution = await RunAnalyzerAsync(before, "input");
        var after = Expected(Projects, lines, batch: false);

        await CompareAsync(await FixOneByOneAsync(solution), after, "fixed code");
        await RunAnalyzerAsync(after, "fixed code");

        if (new TFix().GetFixAllProvider() is not { } provider)
            return;

        var all = Expected(Projects, lines, batch: true);

        foreach (var scope in (FixAllScope[])[FixAllScope.Document, FixAllScope.Project, FixAllScope.Solution])
        {
            if (scope != FixAllScope.Solution && before.Sum(project => project.Sources.Count(file => Markup.Parse(file.Text).Spans.Count > 0)) > 1)
                continue; // a narrower scope rightly leaves the other files alone

            if (await FixAllAsync(solution, provider, scope) is { } result)
                await CompareAsync(result, all, "fixed code of Fix All in " + scope);
        }
    }

    private List<TestProject> Expected(List<TestProject> projects, Func<string, string> lines, bool batch) =>
    [
        .. projects.Select(project =>
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
        var limit = (await DiagnosticsOfAsync(solution)).Length;

        for (var i = 0; i <= limit; i++)
        {
            var next = await FirstActionAsync(solution);

            if (next is null)
                return solution;

            if (i == 0 && Title is { } title)
                Assert.Equal(title, next.Value.Action.Title);

            solution = await ApplyAsync(solution, next.Value.Action);
        }

        Assert.Fail($"A fix is still offered after {limit} were applied: fixing does not end.");
        return solution;
    }

    private static async Task<Solution?> FixAllAsync(Solution solution, FixAllProvider provider, FixAllScope scope)
    {
        if (!provider.GetSupportedFixAllScopes().Contains(scope) || await FirstActionAsync(solution) is not var (action, diagnostic, document))
            return null;

        var fix = new TFix();
        var diagnostics = new SolutionDiagnostics(await DiagnosticsOfAsync(solution));
        var context = scope == FixAllScope.Document
            ? new FixAllContext(document, fix, scope, action.EquivalenceKey!, [diagnostic.Id], diagnostics, default)
            : new FixAllContext(document.Project, fix, scope, action.EquivalenceKey!, [diagnostic.Id], diagnostics, default);
        var all = await provider.GetFixAsync(context);
        Assert.True(all is not null, $"Fix All in {scope} offers nothing");
        return await ApplyAsync(solution, all);
    }

    private static async Task<(CodeAction Action, Diagnostic Diagnostic, Document Document)?> FirstActionAsync(Solution solution)
    {
        var fix = new TFix();

        foreach (var diagnostic in (await DiagnosticsOfAsync(solution)).Where(diagnostic => fix.FixableDiagnosticIds.Contains(diagnostic.Id))
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
