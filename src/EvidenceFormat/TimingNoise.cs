namespace PerfAnalyzers.EvidenceFormat;

/// <summary>
/// How much a duration differs between two measurements of the same code; <c>docs/evidence.md</c> says it to users. A difference counts when it is more than
/// a tenth and more than the spread that the measurement itself had, from its middle to its 95th percentile.
/// </summary>
internal static class TimingNoise
{
    private const double RelativeChange = 0.10;

    // Where no spread was recorded: a mean over forty operations with one cold start in it was seen to differ fourfold between two runs of the same code.
    private const double FactorWithoutSpread = 5;

    // Below this many operations the 95th percentile is a single request's luck, and below that many the 99th is.
    private const double EnoughForSpread = 20;
    private const double EnoughForP99 = 100;

    /// <summary>Whether <paramref name="value"/> differs from <paramref name="reference"/> by more than noise does.</summary>
    /// <param name="reference">What it is compared with: an earlier measurement, or a limit.</param>
    /// <param name="value">What was measured.</param>
    /// <param name="spread">What <see cref="Spread"/> says about the measurement; null when it is not known.</param>
    public static bool IsExceededBy(double reference, double value, double? spread)
    {
        var change = Math.Abs(value - reference);
        return spread is { } known
            ? change > RelativeChange * reference && change > known
            : Math.Max(reference, value) > FactorWithoutSpread * Math.Min(reference, value);
    }

    /// <summary>The distance from an endpoint's median to its 95th percentile, when enough operations were measured for it to mean something.</summary>
    public static double? Spread(EvidenceRecord? endpoint) =>
        endpoint?.Number(Field.Count) >= EnoughForSpread && endpoint.Number(Field.P50Ms) is { } middle && endpoint.Number(Field.P95Ms) is { } high ? Math.Max(0, high - middle) : null;

    /// <summary>Whether the 99th percentile of so many operations is more than its slowest one.</summary>
    public static bool MeansSomething(double? count) => count >= EnoughForP99;
}
