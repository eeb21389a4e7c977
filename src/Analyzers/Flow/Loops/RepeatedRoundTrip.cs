using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Flow.Calls;
using PerfAnalyzers.Model;

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

    /// <summary>The call that has asked before; null where a loop or a recursion repeats it.</summary>
    public IInvocationOperation? Before { get; init; }

    /// <summary>The name of the call that has only looked for what this one loads: <c>Any</c>; null where it has asked the same.</summary>
    public string? LookedForBy => Before is { TargetMethod.Name: var name } && QueryCalls.LooksFor(Before) && Operation is IInvocationOperation call && QueryCalls.LoadsOne(call) ? name : null;

    /// <summary>Why it may be less than one round trip per element of growing data.</summary>
    public Guard Guard { get; init; }

    /// <summary>Why the number of turns is small by nature, as a clause; null when it grows with data, as far as can be seen.</summary>
    public string? SmallBecause { get; init; }
}
