namespace PerfAnalyzers.Corpus.Timing;

/// <summary>What compiling a repository with one set of analyzers costs; a line of a results file.</summary>
/// <param name="Repository">Owner and name.</param>
/// <param name="Who">The analyzers, or <c>compile</c> for none.</param>
/// <param name="Seconds">Wall time of compiler and analyzers together, the best of the runs.</param>
/// <param name="Ratio">That over compiling alone.</param>
/// <param name="CpuSeconds">Processor time of the same, over all threads, the best of the runs: on a busy machine the steadier figure.</param>
/// <param name="CpuRatio">That over compiling alone.</param>
/// <param name="ExecutionSeconds">Roslyn's own sum of the time inside the analyzers, over all threads.</param>
/// <param name="Megabytes">Allocated, in the run that allocated least.</param>
internal sealed record Timed(string Repository, string Who, double Seconds, double Ratio, double CpuSeconds, double CpuRatio, double ExecutionSeconds, double Megabytes);
