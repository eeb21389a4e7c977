using Microsoft.CodeAnalysis;

namespace PerfAnalyzers.Corpus.Fixing;

/// <summary>What became of one finding when its callers were to be made async with it; a line of a results file.</summary>
/// <param name="Repository">Owner and name.</param>
/// <param name="File">Path in the tree.</param>
/// <param name="Line">Line, from 1, in the code as the fixes before left it.</param>
/// <param name="Rule">The rule.</param>
/// <param name="Severity">Of the report.</param>
/// <param name="Fix">The title of the fix that was applied, or null.</param>
/// <param name="Refusal">Why there is none.</param>
internal sealed record ChainOutcome(string Repository, string File, int Line, string Rule, DiagnosticSeverity Severity, string? Fix, string? Refusal);
