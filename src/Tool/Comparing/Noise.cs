using PerfAnalyzers.EvidenceFormat;

namespace PerfAnalyzers.Tool.Comparing;

/// <summary>
/// The rules of <c>docs/evidence.md</c>. Counts do not vary by themselves: every difference is a change. Durations do, and <see cref="TimingNoise"/> knows how much.
/// </summary>
internal static class Noise
{
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
        if (Math.Abs(y - x) <= Rounding)
            return new(name, before, after, Verdict.Same);

        return new(name, before, after, TimingNoise.IsExceededBy(x, y, spread) ? Direction(x, y) : Verdict.WithinNoise);
    }

    private static Verdict? Presence(double? before, double? after) => (before, after) switch
    {
        (null, null) => Verdict.Same,
        (null, _) => Verdict.New,
        (_, null) => Verdict.Gone,
        _ => null,
    };

    private static Verdict Direction(double before, double after) => after < before ? Verdict.Better : Verdict.Worse;
}
