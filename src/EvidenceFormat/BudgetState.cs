namespace PerfAnalyzers.EvidenceFormat;

/// <summary>What became of a budget, or of one of its limits; the worst comes last.</summary>
internal enum BudgetState
{
    /// <summary>Measured, and within its limits. Exactly at a limit is within it.</summary>
    Met,

    /// <summary>A duration above its limit, by no more than measurements of the same code differ.</summary>
    Warns,

    /// <summary>Met by a measurement that is not whole.</summary>
    Partial,

    /// <summary>Met by code that has changed since it was measured.</summary>
    Stale,

    /// <summary>Nothing was measured that the limit could be compared with.</summary>
    NoEvidence,

    /// <summary>A count above its limit, or a duration above it by more than noise.</summary>
    Broken,
}
