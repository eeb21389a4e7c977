namespace PerfAnalyzers.Corpus.Timing;

/// <summary>What an evidence file of some size adds to analysing a program; a line of a results file.</summary>
/// <param name="Megabytes">Size of the file.</param>
/// <param name="Records">Its records.</param>
/// <param name="ReadMilliseconds">Reading and indexing it, once for as long as its text stays the same.</param>
/// <param name="ReadMegabytes">Allocated by that.</param>
/// <param name="WithoutSeconds">Processor time of compiling and analysing without the file.</param>
/// <param name="WithSeconds">The same with the file, which is read anew.</param>
internal sealed record EvidenceCost(double Megabytes, int Records, double ReadMilliseconds, double ReadMegabytes, double WithoutSeconds, double WithSeconds);
