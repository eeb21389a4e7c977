namespace PerfAnalyzers.Flow.Loops;

/// <summary>Why a repeated round trip is not one round trip per element of growing data.</summary>
internal enum Guard
{
    /// <summary>No reason in sight.</summary>
    None,

    /// <summary>The loop is left after its first round trip: <c>break</c>, <c>return</c>, a retry that succeeded.</summary>
    LeavesAfterFirst,

    /// <summary>Each turn fetches the rows of many elements at once.</summary>
    Batch,

    /// <summary>Each turn fetches the next page.</summary>
    Paging,

    /// <summary>The loop waits for work, for as long as the process lives.</summary>
    Polling,

    /// <summary>The result is remembered and asked for before the next round trip.</summary>
    Remembered,

    /// <summary>The result is remembered by a key that differs from turn to turn: each is asked once.</summary>
    OncePerKey,

    /// <summary>It runs when something went wrong.</summary>
    OnError,

    /// <summary>It goes on until the first element for which the answer is the wanted one.</summary>
    StopsAtHit,

    /// <summary>It runs for the one element that the code looks for.</summary>
    OneElement,

    /// <summary>The number of elements is written in the code, and small.</summary>
    FewElements,

    /// <summary>The loop waits between turns on purpose.</summary>
    Throttled,
}
