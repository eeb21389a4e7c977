namespace PerfAnalyzers.Collector.Symbols;

/// <summary>A line of source: one user frame of a stack, folded to the member its author wrote.</summary>
/// <param name="Member">Documentation-comment id of the member.</param>
/// <param name="File">File as evidence names it, or null.</param>
/// <param name="Line">1-based line, or 0.</param>
/// <param name="Checksum">The file's <see cref="EvidenceFormat.SourceChecksum"/>, or null when the debug information has none that can be compared.</param>
internal sealed record SourceFrame(string Member, string? File, int Line, string? Checksum = null);
