using PerfAnalyzers.EvidenceFormat;

namespace PerfAnalyzers.Tool.Sources;

/// <summary>A place as evidence writes it.</summary>
/// <param name="Key">The record's key: a documentation id, or <c>!:</c> and the file where the member is not known.</param>
/// <param name="IsExact">Whether the key has the member's parameters.</param>
/// <param name="File">The file relative to the repository, or null.</param>
/// <param name="Line">The 1-based line, or null.</param>
internal sealed record ResolvedPlace(string Key, bool IsExact, string? File, int? Line)
{
    /// <summary>The field <c>signature</c>: whether a member is known by its name only.</summary>
    public string? Signature => IsExact || MemberId.IsUnresolved(Key) ? null : "unknown";

    /// <summary>The checksum of the file that was measured, or null.</summary>
    public string? Checksum { get; init; }
}
