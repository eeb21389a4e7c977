using PerfAnalyzers.EvidenceFormat;

namespace PerfAnalyzers.Tool.Commands;

/// <summary>What the files of a reading verb hold.</summary>
/// <param name="Measured">The profiles, in the order of the files.</param>
/// <param name="Failure">
/// <see cref="ExitCode.BadEvidence"/> when a file is missing, a line is bad or there is nothing to read; <see cref="ExitCode.PartialCapture"/> when a part of a
/// capture is; otherwise <see cref="ExitCode.Success"/>.
/// </param>
internal sealed record MeasuredInput(IReadOnlyList<MeasuredProfile> Measured, int Failure)
{
    /// <summary>Their evidence.</summary>
    public IReadOnlyList<EvidenceProfile> Profiles { get; } = [.. Measured.Select(m => m.Profile)];
}
