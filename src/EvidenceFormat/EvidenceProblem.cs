namespace PerfAnalyzers.EvidenceFormat;

/// <summary>A line that could not be used, and why. The other lines of the file still count.</summary>
/// <param name="Line">1-based line in the file.</param>
/// <param name="Reason">What is wrong, as a clause without a final period.</param>
internal readonly record struct EvidenceProblem(int Line, string Reason);
