using Microsoft.CodeAnalysis;

namespace PerfAnalyzers.Corpus.Volume;

/// <summary>Reports of one rule at one severity.</summary>
internal sealed record RuleCount(string Rule, DiagnosticSeverity Severity, int Reports);
