namespace PerfAnalyzers.Benchmarks.Starvation;

/// <summary>What clients got.</summary>
/// <param name="RequestsPerSecond">Answers a second.</param>
/// <param name="MedianMs">Half of the answers took no longer.</param>
/// <param name="P99Ms">99 of 100 took no longer, or, where the time was over before the answer came, at least that long.</param>
/// <param name="CpuMs">Processor time of the server for one answer.</param>
internal sealed record LoadResult(double RequestsPerSecond, double MedianMs, double P99Ms, double CpuMs)
{
    /// <summary>The middle of several, each figure by itself.</summary>
    public static LoadResult Median(IReadOnlyCollection<LoadResult> results)
    {
        return new(Middle(r => r.RequestsPerSecond), Middle(r => r.MedianMs), Middle(r => r.P99Ms), Middle(r => r.CpuMs));

        double Middle(Func<LoadResult, double> value) => results.Select(value).Order().ElementAt(results.Count / 2);
    }

    /// <summary>What came of a load: the answers, and how long clients waited, for an answer or for the end.</summary>
    public static LoadResult Of(int answers, List<double> milliseconds, TimeSpan elapsed, TimeSpan cpu)
    {
        milliseconds.Sort();
        return new(answers / elapsed.TotalSeconds, At(0.5), At(0.99), cpu.TotalMilliseconds / answers);

        double At(double share) => milliseconds.Count == 0 ? double.NaN : milliseconds[Math.Min(milliseconds.Count - 1, (int)(share * milliseconds.Count))];
    }
}
