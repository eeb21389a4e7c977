namespace PerfAnalyzers.Flow.Loops;

/// <summary>What repeats a round trip.</summary>
internal enum RepetitionKind
{
    /// <summary>A loop or a callback, with something else asked for each element.</summary>
    PerElement,

    /// <summary>A loop or a callback, and the same asked each time.</summary>
    SameEachTime,

    /// <summary>The member itself, which has asked the same before.</summary>
    AskedBefore,

    /// <summary>A recursion.</summary>
    PerRecursion,
}
