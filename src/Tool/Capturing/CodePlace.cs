namespace PerfAnalyzers.Tool.Capturing;

/// <summary>Where in the source something happened, as the capture says it: nothing here is re-rooted or resolved yet.</summary>
/// <param name="Member">The member, if the capture knows it.</param>
/// <param name="File">The file as captured: often an absolute path of another machine.</param>
/// <param name="Line">The 1-based line.</param>
internal sealed record CodePlace(MemberKey? Member, string? File, int? Line)
{
    /// <summary>No place at all.</summary>
    public static CodePlace Unknown { get; } = new(null, null, null);

    /// <summary>The assembly's simple name, where the capture knows it.</summary>
    public string? Module { get; init; }

    /// <summary>The <see cref="EvidenceFormat.SourceChecksum"/> of the file that was measured, where debug information has it.</summary>
    public string? Checksum { get; init; }

    /// <summary>Whether there is anything to find it by.</summary>
    public bool IsKnown => Member is not null || File is not null;
}
