namespace PerfAnalyzers.Collector.Recording;

/// <summary>What belongs to a recording that is not of the whole process.</summary>
internal interface IRecordedFlow
{
    /// <summary>Whether the current asynchronous flow does.</summary>
    bool IsCurrent { get; }

    /// <summary>Whether a request that starts in the current flow does, by the web framework's object for it.</summary>
    bool Owns(object httpContext);
}
