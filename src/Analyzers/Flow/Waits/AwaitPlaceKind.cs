namespace PerfAnalyzers.Flow.Waits;

/// <summary>Whether an <c>await</c> could stand in a place.</summary>
internal enum AwaitPlaceKind
{
    /// <summary>The function is async.</summary>
    Async,

    /// <summary>The function returns a task, so that nobody who calls it notices when it becomes async.</summary>
    TaskReturning,

    /// <summary>It could not, as the code is.</summary>
    Synchronous,

    /// <summary>The code does not run here at all: a lambda that is translated.</summary>
    Translated,
}
