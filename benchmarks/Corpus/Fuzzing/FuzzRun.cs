using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using PerfAnalyzers.CodeFixes;
using PerfAnalyzers.Corpus.Analyzing;
using PerfAnalyzers.Facts;

namespace PerfAnalyzers.Corpus.Fuzzing;

/// <summary>
/// Runs everything we ship over a mutated program: rules, facts, and every fix that is offered, again and again until it is offered no more.
/// </summary>
/// <param name="inputs">What is mutated.</param>
/// <param name="companions">Files that stand beside each program as they are.</param>
/// <param name="references">What it is compiled against.</param>
internal sealed class FuzzRun(IReadOnlyList<string> inputs, IReadOnlyList<string> companions, IReadOnlyList<MetadataReference> references)
{
    /// <summary>
    /// Processor time after which a step hangs: the rules once over the program, or a plan of one fix. A busy machine takes longer, and is not to blame;
    /// nor is a program with thirty findings, whose fixes are applied one after the other.
    /// </summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private const string FileName = "Fuzzed.cs";

    /// <summary>How much more often than it was offered at first a fix may be applied before it counts as one that never ends.</summary>
    private const int Grace = 4;

    private static readonly ImmutableArray<PerfCodeFix> s_fixes =
    [
        .. typeof(PerfCodeFix).Assembly.GetTypes().Where(t => !t.IsAbstract && t.IsAssignableTo(typeof(PerfCodeFix))).OrderBy(t => t.FullName, StringComparer.Ordinal)
            .Select(t => (PerfCodeFix)Activator.CreateInstance(t)!),
    ];

    private readonly AnalyzerSet _ours = AnalyzerSet.Ours(null);

    /// <summary>The program of a seed, always the same.</summary>
    public string ProgramOf(int seed) => new Mutator(seed).Mutate(inputs[new Random(seed).Next(inputs.Count)]);

    /// <summary>What goes wrong with the program of a seed; null when nothing does.</summary>
    public Task<string?> ProblemAsync(int seed, CancellationToken cancellationToken) => ProblemAsync(ProgramOf(seed), cancellationToken);

    /// <summary>What goes wrong with a program; null when nothing does.</summary>
    public async Task<string?> ProblemAsync(string program, CancellationToken cancellationToken)
    {
        using var workspace = new AdhocWorkspace();
        var document = Document(workspace, program);
        try
        {
            var compilation = (await document.Project.GetCompilationAsync(cancellationToken))!;
            await Within("facts", () => Task.FromResult(ProjectFacts.Of(compilation, document.Project.AnalyzerOptions, cancellationToken)));
            var (findings, crash) = await FindingsAsync(document, cancellationToken);
            if (crash is not null)
                return crash;

            foreach (var fix in s_fixes.Where(f => findings.Any(d => f.FixableDiagnosticIds.Contains(d.Id))))
            {
                if (await ApplyUntilDoneAsync(document, fix, findings, cancellationToken) is { } problem)
                    return problem;
            }

            return null;
        }
        catch (TimeoutException hang)
        {
            return hang.Message;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            return e.ToString();
        }
    }

    private async Task<string?> ApplyUntilDoneAsync(Document document, PerfCodeFix fix, ImmutableArray<Diagnostic> findings, CancellationToken cancellationToken)
    {
        var name = fix.GetType().Name;
        var most = findings.Count(d => fix.FixableDiagnosticIds.Contains(d.Id)) + Grace;
        for (var applied = 0; applied <= most; applied++)
        {
            if (await Within(name, () => FirstPlanAsync(document, fix, findings, cancellationToken)) is not { } rewrite)
                return null;

            var changed = (await rewrite.ApplyAsync(document.Project.Solution, cancellationToken)).GetDocument(document.Id)!;
            if ((await changed.GetTextAsync(cancellationToken)).ContentEquals(await document.GetTextAsync(cancellationToken)) &&
                !changed.Project.Solution.GetChanges(document.Project.Solution).GetProjectChanges().Any())
            {
                return $"{name} offers '{rewrite.Title}' and changes nothing";
            }

            document = changed;
            (findings, var crash) = await FindingsAsync(document, cancellationToken);
            if (crash is not null)
                return $"after {name}: {crash}";
        }

        return $"{name} is offered again after it was applied {most + 1} times";
    }

    private static async Task<T> Within<T>(string step, Func<Task<T>> run)
    {
        var started = Environment.CpuUsage.TotalTime;
        var result = await run();
        var took = Environment.CpuUsage.TotalTime - started;
        return took > Patience ? throw new TimeoutException($"{step} took {took.TotalSeconds:0.0} s") : result;
    }

    private static async Task<Rewrite?> FirstPlanAsync(Document document, PerfCodeFix fix, ImmutableArray<Diagnostic> findings, CancellationToken cancellationToken)
    {
        foreach (var finding in findings.Where(d => fix.FixableDiagnosticIds.Contains(d.Id)))
        {
            if (await FixRequest.CreateAsync(document, finding, cancellationToken) is { } request && await fix.PlanAsync(request, cancellationToken) is { Value: { } rewrite })
                return rewrite;
        }

        return null;
    }

    // Only what is in the program itself: the companions are the same each time.
    private async Task<(ImmutableArray<Diagnostic> Findings, string? Crash)> FindingsAsync(Document document, CancellationToken cancellationToken)
    {
        var crashes = new ConcurrentQueue<string>();
        var compilation = (await document.Project.GetCompilationAsync(cancellationToken))!;
        var analysis = new CompilationWithAnalyzers(compilation, _ours.Analyzers, new CompilationWithAnalyzersOptions(
            document.Project.AnalyzerOptions, (thrown, analyzer, _) => crashes.Enqueue($"{analyzer.GetType().Name} threw {thrown}"), concurrentAnalysis: false, logAnalyzerExecutionTime: false));
        var tree = (await document.GetSyntaxTreeAsync(cancellationToken))!;
        var findings = await Within("the rules", () => analysis.GetAnalyzerDiagnosticsAsync(cancellationToken));
        return ([.. findings.Where(d => d.Location.SourceTree?.FilePath == tree.FilePath).OrderBy(d => d.Location.SourceSpan.Start)], crashes.TryDequeue(out var crash) ? crash : null);
    }

    private Document Document(AdhocWorkspace workspace, string program)
    {
        var id = ProjectId.CreateNewId();
        var solution = workspace.CurrentSolution.AddProject(ProjectInfo.Create(
            id, VersionStamp.Default, "Fuzzed", "Fuzzed", LanguageNames.CSharp,
            compilationOptions: new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true, nullableContextOptions: NullableContextOptions.Enable),
            parseOptions: new CSharpParseOptions(LanguageVersion.Preview, DocumentationMode.None),
            metadataReferences: references));
        for (var i = 0; i < companions.Count; i++)
            solution = solution.AddDocument(DocumentId.CreateNewId(id), $"Companion{i}.cs", companions[i], filePath: $"/fuzz/Companion{i}.cs");

        var document = DocumentId.CreateNewId(id);
        return solution.AddDocument(document, FileName, program, filePath: "/fuzz/" + FileName).GetDocument(document)!;
    }
}
