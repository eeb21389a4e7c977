using Microsoft.CodeAnalysis;
using PerfAnalyzers.Corpus.Sites;

namespace PerfAnalyzers.Corpus.Fixing;

/// <summary>What became of a reported site when a fix was asked for; a line of a results file.</summary>
/// <param name="Site">The site.</param>
/// <param name="Rule">The rule that reports it.</param>
/// <param name="Severity">Of the report.</param>
/// <param name="Fix">The title of the fix that was applied, or null.</param>
/// <param name="Refusal">Why there is none; null when no fix is for the rule.</param>
/// <param name="NewErrors">Compiler errors that were not there before, or what a fix threw.</param>
internal sealed record FixOutcome(Site Site, string Rule, DiagnosticSeverity Severity, string? Fix, string? Refusal, IReadOnlyList<string> NewErrors);
