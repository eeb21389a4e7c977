namespace PerfAnalyzers.Tool.Sampling;

/// <summary>A trace of a process.</summary>
/// <param name="Process">The process.</param>
/// <param name="File">Where it is.</param>
/// <param name="Scale">For how much time each of its samples stands, because it was taken for a part of the time only; 1 where it was taken throughout.</param>
internal sealed record SampledTrace(int Process, string File, double Scale);
