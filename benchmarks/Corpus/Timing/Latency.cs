namespace PerfAnalyzers.Corpus.Timing;

/// <summary>How long diagnostics take after a key was pressed in a method; a line of a results file.</summary>
/// <param name="Project">What was edited.</param>
/// <param name="Files">How many files it has.</param>
/// <param name="Who">The analyzers, or <c>compile</c> for the compiler's own diagnostics.</param>
/// <param name="Scope">What is asked for again: the <c>method</c>, or its <c>file</c>.</param>
/// <param name="Median">Milliseconds that half of the edits stay below.</param>
/// <param name="P95">Milliseconds that 95 of 100 edits stay below.</param>
/// <param name="Longest">Milliseconds of the worst.</param>
/// <param name="Megabytes">Allocated for one edit, on average.</param>
/// <param name="CpuMedian">The same as <paramref name="Median"/> in processor time of all threads: on a busy machine the steadier figure.</param>
/// <param name="CpuP95">The same as <paramref name="P95"/> in processor time of all threads.</param>
internal sealed record Latency(
    string Project, int Files, string Who, string Scope, double Median, double P95, double Longest, double Megabytes, double CpuMedian = 0, double CpuP95 = 0);
