namespace PerfAnalyzers.Flow.Entities;

/// <summary>What is done with a navigation where it is named.</summary>
internal enum NavigationUse
{
    /// <summary>It is not read: assigned, named, or its collection is changed without being looked at.</summary>
    None,

    /// <summary>It is compared with null, so that what was not loaded is not taken for what does not exist.</summary>
    Tested,

    /// <summary>Its value goes on to somewhere else.</summary>
    Passed,

    /// <summary>Something of it is used: a member, its elements, their number.</summary>
    Used,
}
