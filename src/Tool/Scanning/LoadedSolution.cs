extern alias analyzers;

using System.Text.RegularExpressions;
using analyzers::PerfAnalyzers;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.MSBuild;

namespace PerfAnalyzers.Tool.Scanning;

/// <summary>The C# projects of a solution or project file, in the order in which they build. Those of other languages have nothing that the rules could see, and are left out.</summary>
internal sealed partial class LoadedSolution : IDisposable
{
    private const int MaxProblems = 20;

    private readonly MSBuildWorkspace _workspace;

    private LoadedSolution(MSBuildWorkspace workspace) => _workspace = workspace;

    public IReadOnlyList<LoadedProject> Projects { get; private set; } = [];

    /// <summary>Why a project is missing, or is looked at with less than it needs.</summary>
    public IReadOnlyList<string> Problems { get; private set; } = [];

    /// <summary>What this tool cannot see and a build can.</summary>
    public IReadOnlyList<string> Notes { get; private set; } = [];

    public static async Task<LoadedSolution> OpenAsync(string path, CancellationToken cancellation)
    {
        var workspace = MSBuildWorkspace.Create();
        var problems = new List<string>();
        using var registration = workspace.RegisterWorkspaceFailedHandler(e =>
        {
            lock (problems)
            {
                if (e.Diagnostic.Kind is WorkspaceDiagnosticKind.Failure && !IsOfAnotherLanguage(e.Diagnostic.Message))
                    problems.Add(e.Diagnostic.Message);
            }
        });
        var loaded = new LoadedSolution(workspace);
        try
        {
            var solution = path.EndsWith(".csproj", StringComparison.OrdinalIgnoreCase)
                ? (await workspace.OpenProjectAsync(path, cancellationToken: cancellation)).Solution
                : await workspace.OpenSolutionAsync(path, cancellationToken: cancellation);
            loaded.Projects = await CompileAsync(solution, problems, cancellation);
            loaded.Notes = [.. loaded.Projects.Select(NoteOf).OfType<string>()];
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            problems.Add($"'{path}' cannot be loaded: {e.Message}");
        }

        loaded.Problems = [.. problems.Distinct().Order(StringComparer.Ordinal).Take(MaxProblems)];
        return loaded;
    }

    public void Dispose() => _workspace.Dispose();

    // Every solution with an F# or Visual Basic project in it would be one that cannot be loaded. The workspace says so in the user's language, and always which project.
    private static bool IsOfAnotherLanguage(string message) => NamedProjects().Matches(message) is { Count: > 0 } named && named.All(m => m.Groups[1].Value != "cs");

    [GeneratedRegex("""\.(\w+)proj['"\u201d\u00bb]""", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex NamedProjects();

    // Its compiler of Razor is part of the SDK, and one that is newer than this tool's compiler does not run in it.
    private static string? NoteOf(LoadedProject project) =>
        project.Options.AdditionalFiles.Count(f => RazorSource.IsPage(f.Path)) is > 0 and var pages && !project.Compilation.SyntaxTrees.Any(t => SourceFile.Of(t).Razor is not null)
            ? $"{project.Name}: what is written in {(pages == 1 ? "a page or component" : $"{pages} pages, views and components")} of Razor is not seen, because the SDK makes code of it for a newer compiler than {typeof(Compilation).Assembly.GetName().Version!.ToString(2)}; a build tells of it"
            : null;

    private static async Task<List<LoadedProject>> CompileAsync(Solution solution, List<string> problems, CancellationToken cancellation)
    {
        var projects = new List<LoadedProject>();
        foreach (var id in solution.GetProjectDependencyGraph().GetTopologicallySortedProjects(cancellation))
        {
            var project = solution.GetProject(id)!;
            if (project.Language != LanguageNames.CSharp || await project.GetCompilationAsync(cancellation) is not { } compilation)
                continue;

            // Without packages nothing binds, and nothing found would look like nothing there.
            if (compilation.GetSpecialType(SpecialType.System_Object).TypeKind is TypeKind.Error)
                problems.Add($"{project.Name} has no references; run 'dotnet restore' first");
            else if (compilation.GetDeclarationDiagnostics(cancellation).FirstOrDefault(d => d.Severity is DiagnosticSeverity.Error) is { } error)
                problems.Add($"{project.Name} does not compile, so it is only partly seen: {error}");

            projects.Add(new(project.Name, compilation, project.AnalyzerOptions));
        }

        return projects;
    }
}
