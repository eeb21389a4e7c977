using Microsoft.CodeAnalysis;

namespace PerfAnalyzers.Corpus.Volume;

/// <summary>A report with enough around it to be judged without opening the file; a line of a sample.</summary>
/// <param name="Number">From 1, in the order drawn.</param>
/// <param name="Repository">Owner and name.</param>
/// <param name="Commit">The commit.</param>
/// <param name="File">Path in the tree.</param>
/// <param name="Line">Line, from 1.</param>
/// <param name="Rule">The rule.</param>
/// <param name="Severity">Its severity.</param>
/// <param name="Message">What it says.</param>
/// <param name="Source">The lines around it, each with its number.</param>
internal sealed record SampledReport(
    int Number, string Repository, string Commit, string File, int Line, string Rule, DiagnosticSeverity Severity, string Message, IReadOnlyList<string> Source);
