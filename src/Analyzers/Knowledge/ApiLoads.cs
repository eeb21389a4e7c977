namespace PerfAnalyzers.Knowledge;

/// <summary>Which navigation an API adds to what a query loads.</summary>
internal enum ApiLoads
{
    /// <summary>None.</summary>
    Unstated,

    /// <summary>The one that its argument names, of the query's elements.</summary>
    Navigation,

    /// <summary>The one that its argument names, of what was added before.</summary>
    Nested,

    /// <summary>None but those that the query asks for: not what the model would add.</summary>
    Requested,
}
