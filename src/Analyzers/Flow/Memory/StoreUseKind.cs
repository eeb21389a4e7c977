namespace PerfAnalyzers.Flow.Memory;

/// <summary>What can be done with a collection.</summary>
internal enum StoreUseKind
{
    /// <summary>It is looked at.</summary>
    Look,

    /// <summary>It gets its first value.</summary>
    Filled,

    /// <summary>Something is put in.</summary>
    Add,

    /// <summary>Its size is compared with a limit.</summary>
    Limit,

    /// <summary>Something is taken out, or it is replaced.</summary>
    Shrink,

    /// <summary>Somebody else gets it, who may do all of this.</summary>
    GivenAway,
}
