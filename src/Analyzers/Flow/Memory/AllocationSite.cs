using Microsoft.CodeAnalysis;

namespace PerfAnalyzers.Flow.Memory;

/// <summary>A place that allocates each time it runs, although its code does not say <c>new</c>.</summary>
/// <param name="Operation">The place.</param>
/// <param name="What">What is allocated, at the start of a sentence.</param>
/// <param name="Advice">What to do about it, as a clause.</param>
/// <param name="IsRepeated">It stands in a loop of its member.</param>
internal sealed record AllocationSite(IOperation Operation, string What, string Advice, bool IsRepeated);
