namespace PerfAnalyzers.Benchmarks.Collector;

/// <summary>How the program runs.</summary>
internal enum MeasuringMode
{
    /// <summary>As it is.</summary>
    Unmeasured,

    /// <summary><c>perfevidence run --no-sampling</c>.</summary>
    RunWithoutSampling,

    /// <summary><c>perfevidence run</c>.</summary>
    Run,

    /// <summary><c>perfevidence attach</c>, soon after the program has started.</summary>
    Attach,
}
