namespace PerfAnalyzers.Flow.Entities;

/// <summary>Where a missing navigation is told.</summary>
internal enum MissingAt
{
    /// <summary>Where it is read, in the member that queries, too.</summary>
    Read,

    /// <summary>Where it is queried, because another member reads it.</summary>
    Query,

    /// <summary>Where the member that reads it gets it from another project.</summary>
    Elsewhere,
}
