using Microsoft.CodeAnalysis;
using PerfAnalyzers.Flow.Calls;

namespace PerfAnalyzers.Flow.Loops;

/// <summary>A round trip that one run of a member makes more than once.</summary>
/// <param name="Operation">The call in the loop, in the lambda, or of the recursion.</param>
/// <param name="Kind">What repeats it.</param>
/// <param name="Question">What kind of round trip it is.</param>
/// <param name="Path">How it leads there.</param>
internal sealed record RepeatedRoundTrip(IOperation Operation, RepetitionKind Kind, EffectQuestion Question, EffectPath Path)
{
    /// <summary>The construct around the operation; null for a recursion that is not in one.</summary>
    public Repeat? Repeat { get; init; }

    /// <summary>Why it may be less than one round trip per element of growing data.</summary>
    public Guard Guard { get; init; }

    /// <summary>Why the number of turns is small by nature, as a clause; null when it grows with data, as far as can be seen.</summary>
    public string? SmallBecause { get; init; }
}
