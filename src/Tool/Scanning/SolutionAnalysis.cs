extern alias analyzers;

using System.Collections.Immutable;
using analyzers::PerfAnalyzers.Facts;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace PerfAnalyzers.Tool.Scanning;

/// <summary>Runs the analyzers on every project with its own configuration, as its build would.</summary>
internal static class SolutionAnalysis
{
    public static async Task<IReadOnlyList<ScanFinding>> RunAsync(IReadOnlyList<LoadedProject> projects, string facts, CancellationToken cancellation)
    {
        ImmutableArray<DiagnosticAnalyzer> rules =
        [
            .. typeof(analyzers::PerfAnalyzers.PerfAnalyzer).Assembly.GetTypes()
                .Where(t => t.IsSubclassOf(typeof(analyzers::PerfAnalyzers.PerfAnalyzer)) && !t.IsAbstract)
                .OrderBy(t => t.Name, StringComparer.Ordinal)
                .Select(t => (DiagnosticAnalyzer)Activator.CreateInstance(t)!),
        ];
        var findings = new List<ScanFinding>();
        foreach (var project in projects)
        {
            var run = project.Compilation.WithAnalyzers(rules, SolutionFacts.With(project.Options, facts));
            var diagnostics = await run.GetAnalyzerDiagnosticsAsync(cancellation);
            findings.AddRange(diagnostics.Where(d => d.Severity is not DiagnosticSeverity.Hidden && !d.IsSuppressed).Select(d => ScanFinding.Of(d, project.Name)));
        }

        // A file that is in several projects, or in one for several frameworks, is one place to mend.
        return
        [
            .. findings.DistinctBy(f => (f.File, f.Line, f.Column, f.Id, f.Message))
                .OrderBy(f => f.File, StringComparer.Ordinal).ThenBy(f => f.Line).ThenBy(f => f.Column).ThenBy(f => f.Id, StringComparer.Ordinal),
        ];
    }
}
