namespace PerfAnalyzers.Benchmarks.Collector;

/// <summary>What the program says of a round of queries.</summary>
/// <param name="ProcessorMicroseconds">Processor time for each query, that of all threads of the process.</param>
/// <param name="Microseconds">Time for each query.</param>
/// <param name="HeapMB">What the heap holds after the round, its garbage collected.</param>
internal sealed record Round(double ProcessorMicroseconds, double Microseconds, double HeapMB);
