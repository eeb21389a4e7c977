namespace PerfAnalyzers.Tool.Comparing;

/// <summary>One figure, before and after.</summary>
/// <param name="Name">What is measured: <c>round-trips</c>, <c>p95-ms</c>, ...</param>
/// <param name="Before">The first measurement, or null.</param>
/// <param name="After">The second, or null.</param>
/// <param name="Verdict">What the difference means.</param>
internal sealed record Measure(string Name, double? Before, double? After, Verdict Verdict)
{
    /// <summary>Whether the difference is more than noise.</summary>
    public bool IsChange => Verdict is not (Verdict.Same or Verdict.WithinNoise);

    /// <summary>After divided by before, where both exist, before is not zero and after not negative, as the growth of a heap may be.</summary>
    public double? Ratio => Before is > 0 and { } before && After is >= 0 and { } after ? after / before : null;
}
