using Microsoft.CodeAnalysis;

namespace PerfAnalyzers.Corpus.Volume;

/// <summary>A place that somebody reports, and who does; a line of a results file.</summary>
/// <param name="Repository">Owner and name.</param>
/// <param name="Commit">The commit.</param>
/// <param name="File">Path in the tree.</param>
/// <param name="Line">Line, from 1: ours, or the first of theirs.</param>
/// <param name="Ours">What we make of it; null when we say nothing.</param>
/// <param name="Theirs">Rules of other packages that report it.</param>
internal sealed record PeerReport(string Repository, string Commit, string File, int Line, DiagnosticSeverity? Ours, IReadOnlyList<string> Theirs);
