namespace PerfAnalyzers.Collector.Symbols;

/// <summary>A member as its author wrote it, whatever the compiler made of it.</summary>
/// <param name="Id">The documentation-comment id, as Roslyn's <c>GetDocumentationCommentId</c> spells it.</param>
/// <param name="File">Its file as evidence names it, or null when the debug information does not say.</param>
/// <param name="Line">The first line with code, or 0.</param>
/// <param name="Checksum">The file's <see cref="EvidenceFormat.SourceChecksum"/>, or null when the debug information has none that can be compared.</param>
internal sealed record SourceMember(string Id, string? File, int Line, string? Checksum = null);
