using PerfAnalyzers.Tool.Capturing;

namespace PerfAnalyzers.Tool.Sampling;

/// <summary>What one process held at one moment.</summary>
/// <param name="At">When, since the watch began.</param>
/// <param name="Types">By the type's name as the runtime writes it.</param>
internal sealed record HeapPoint(TimeSpan At, IReadOnlyDictionary<string, TypeTotals> Types);
