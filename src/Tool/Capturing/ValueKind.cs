namespace PerfAnalyzers.Tool.Capturing;

/// <summary>What the numbers of a call tree count.</summary>
internal enum ValueKind
{
    /// <summary>Milliseconds of wall-clock time; threads that wait are in it unless their frames say that they wait.</summary>
    WallMs,

    /// <summary>Milliseconds of processor time.</summary>
    CpuMs,

    /// <summary>Samples of a profiler whose file does not say what one stands for.</summary>
    Samples,

    /// <summary>Bytes allocated, freed since or not.</summary>
    AllocatedBytes,

    /// <summary>Bytes that were still held.</summary>
    RetainedBytes,
}
