namespace PerfAnalyzers.Tool.Comparing;

/// <summary>
/// The rules of <c>docs/evidence.md</c>. Counts do not vary by themselves: every difference is a change. Durations do: a difference counts when it
/// is more than a tenth and more than the spread that the measurement itself had, from its middle to its 95th percentile.
/// </summary>
internal static class Noise
{
    private const double RelativeChange = 0.10;

    // Where no spread was recorded: a mean over forty operations with one cold start in it was seen to differ fourfold between two runs of the same code.
    private const double FactorWithoutSpread = 5;

    // Below this many operations the 95th percentile is a single request's luck, and below that many the 99th is.
    private const double EnoughForSpread = 20;
    private const double EnoughForP99 = 100;

    // What three decimals of a written number can hide.
    private const double Rounding = 0.001;

    /// <summary>A count, or a count per operation.</summary>
    public static Measure Count(string name, double? before, double? after) => new(name, before, after, Presence(before, after) ?? (
        Math.Abs(before!.Value - after!.Value) <= Rounding ? Verdict.Same : Direction(before.Value, after.Value)));

    /// <summary>A duration whose spread is unknown.</summary>
    public static Measure Duration(string name, double? before, double? after) => Duration(name, before, after, spread: null);

    /// <summary>A duration with the greater of both measurements' spreads.</summary>
    public static Measure Duration(string name, double? before, double? after, double? spread)
    {
        if (Presence(before, after) is { } presence)
            return new(name, before, after, presence);

        var (x, y) = (before!.Value, after!.Value);
        var change = Math.Abs(y - x);
        if (change <= Rounding)
            return new(name, before, after, Verdict.Same);

        var isReal = spread is { } known
            ? change > RelativeChange * x && change > known
            : Math.Max(x, y) > FactorWithoutSpread * Math.Min(x, y);
        return new(name, before, after, isReal ? Direction(x, y) : Verdict.WithinNoise);
    }

    /// <summary>The distance from the median to the 95th percentile, when enough operations were measured for it to mean something.</summary>
    public static double? Spread(double? count, double? p50, double? p95) =>
        count >= EnoughForSpread && p50 is { } middle && p95 is { } high ? Math.Max(0, high - middle) : null;

    /// <summary>Whether the 99th percentile of so many operations is more than its slowest one.</summary>
    public static bool MeansSomething(double? count) => count >= EnoughForP99;

    private static Verdict? Presence(double? before, double? after) => (before, after) switch
    {
        (null, null) => Verdict.Same,
        (null, _) => Verdict.New,
        (_, null) => Verdict.Gone,
        _ => null,
    };

    private static Verdict Direction(double before, double after) => after < before ? Verdict.Better : Verdict.Worse;
}
