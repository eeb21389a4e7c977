using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using PerfAnalyzers.Corpus.Loading;

namespace PerfAnalyzers.Corpus.Analyzing;

/// <summary>Runs analyzers over one project: over the files asked for, or over all.</summary>
internal sealed class ProjectAnalysis
{
    private readonly LoadedProject _project;
    private readonly CompilationWithAnalyzers _analysis;
    private readonly ConcurrentQueue<Report> _crashes = new();

    public ProjectAnalysis(LoadedProject project, ImmutableArray<DiagnosticAnalyzer> analyzers, AdditionalText? facts, bool concurrent)
    {
        _project = project;
        _analysis = new(project.Compilation, analyzers, new CompilationWithAnalyzersOptions(
            project.Options(facts),
            // Asked for one file, the driver has no place to put what went wrong; here is one.
            onAnalyzerException: (thrown, analyzer, _) => _crashes.Enqueue(new(
                Report.Crash, DiagnosticSeverity.Warning, project.File.Path, 1, $"{analyzer.GetType().Name} threw {thrown}")),
            concurrentAnalysis: concurrent,
            logAnalyzerExecutionTime: false));
    }

    /// <summary>What is reported in one file.</summary>
    public async Task<IReadOnlyList<Report>> OfFileAsync(string path, CancellationToken cancellationToken)
    {
        // The analysis has its own copy of the compilation, and the model has to be one of that.
        var fullPath = _project.Tree.FullPath(path);
        if (_analysis.Compilation.SyntaxTrees.FirstOrDefault(t => t.FilePath == fullPath) is not { } tree)
            return [];

        return Reports(await _analysis.GetAnalyzerSemanticDiagnosticsAsync(_analysis.Compilation.GetSemanticModel(tree), null, cancellationToken));
    }

    /// <summary>What is reported in the whole project, compilation-end diagnostics included.</summary>
    public async Task<IReadOnlyList<Report>> OfAllAsync(CancellationToken cancellationToken) =>
        Reports(await _analysis.GetAnalyzerDiagnosticsAsync(cancellationToken));

    private List<Report> Reports(ImmutableArray<Diagnostic> diagnostics)
    {
        var reports = diagnostics.Select(d => Report.Of(_project.Tree, d)).ToList();
        while (_crashes.TryDequeue(out var crash))
            reports.Add(crash);

        return reports;
    }
}
