using PerfAnalyzers.EvidenceFormat;
using PerfAnalyzers.Tool.Capturing;

namespace PerfAnalyzers.Tool.Commands;

/// <summary>A profile that a verb reads.</summary>
/// <param name="Profile">The evidence.</param>
/// <param name="Capture">The capture that it was made of just now, with stacks and spans; null for an evidence file, which has none.</param>
internal sealed record MeasuredProfile(EvidenceProfile Profile, Capture? Capture);
