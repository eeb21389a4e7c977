namespace PerfAnalyzers.Knowledge;

/// <summary>What an API does with the delegates it is given.</summary>
internal enum ApiCalls
{
    /// <summary>Not stated: assumed to run them once, but not proven.</summary>
    Unstated,

    /// <summary>Runs them once, before it returns or before its task completes.</summary>
    Once,

    /// <summary>Runs them for each element.</summary>
    Each,

    /// <summary>Runs them for each element until one of them decides.</summary>
    EachUntil,

    /// <summary>Puts them into a queue: another thread runs them once, in its own time, before the task that it returns completes.</summary>
    Queued,

    /// <summary>Keeps them and runs them later, if at all.</summary>
    Later,

    /// <summary>Runs them when a memory of earlier results has no answer.</summary>
    OnMiss,
}
