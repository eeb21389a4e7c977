namespace PerfAnalyzers.EvidenceFormat;

/// <summary>A whole evidence file: its profiles, and what was wrong with it.</summary>
internal sealed class EvidenceDocument(IReadOnlyList<EvidenceProfile> profiles, IReadOnlyList<EvidenceProblem> problems)
{
    /// <summary>The profiles in file order.</summary>
    public IReadOnlyList<EvidenceProfile> Profiles { get; } = profiles;

    /// <summary>The lines that were skipped, in file order, at most <see cref="EvidenceParser.MaxProblems"/>.</summary>
    public IReadOnlyList<EvidenceProblem> Problems { get; } = problems;

    /// <summary>The last line, when no line break ends it: every writer ends it, so that the file was cut off or edited by hand. 0 when one does, or where nobody knows.</summary>
    public int UnendedLine { get; init; }
}
