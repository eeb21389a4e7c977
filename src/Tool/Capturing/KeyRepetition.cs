namespace PerfAnalyzers.Tool.Capturing;

/// <summary>Whether the executions of one statement in one root operation had the same parameter values.</summary>
internal enum KeyRepetition
{
    /// <summary>The capture does not say.</summary>
    Unknown,

    /// <summary>No value came again.</summary>
    Distinct,

    /// <summary>One value, again and again.</summary>
    Same,

    /// <summary>Some came again.</summary>
    Mixed,
}
