namespace PerfAnalyzers.Evidence;

/// <summary>What is known about a finding. The words that messages, documentation and properties use.</summary>
internal enum EvidenceState
{
    /// <summary>Static analysis only.</summary>
    Suspect,

    /// <summary>Static analysis and evidence agree.</summary>
    Confirmed,

    /// <summary>Evidence only.</summary>
    Observed,

    /// <summary>Measured, and cheap.</summary>
    Cold,
}
