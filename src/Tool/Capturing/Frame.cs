namespace PerfAnalyzers.Tool.Capturing;

/// <summary>One function on a stack, folded to what its author wrote.</summary>
/// <param name="Name">As people say it: <c>Shop.OrderReport.BuildAsync</c>, <c>main.work</c>.</param>
internal sealed record Frame(string Name)
{
    /// <summary>The assembly, shared object or script it comes from, without path and extension.</summary>
    public string? Module { get; init; }

    /// <summary>The C# member; null for other runtimes and for code that has no source here.</summary>
    public MemberKey? Member { get; init; }

    /// <summary>Its source file as captured.</summary>
    public string? File { get; init; }

    /// <summary>The function's first line, or the line that ran.</summary>
    public int? Line { get; init; }

    /// <summary>The <see cref="EvidenceFormat.SourceChecksum"/> of the file that was measured, where debug information has it.</summary>
    public string? Checksum { get; init; }

    /// <summary>Code of the program and not of its runtime or its libraries.</summary>
    public bool IsUser { get; init; }

    /// <summary>A thread with this frame innermost, library frames aside, waits.</summary>
    public bool IsWait { get; init; }

    /// <summary>What lies further out did not call this but completed what it awaited: nothing above counts as a caller.</summary>
    public bool IsContinuation { get; init; }

    /// <summary>Part of the recorder, or a heading that a viewer wants and no code has: the sample is not about the program.</summary>
    public bool IsArtifact { get; init; }
}
