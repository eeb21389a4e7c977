using PerfAnalyzers.EvidenceFormat;

namespace PerfAnalyzers.Tool.Comparing;

/// <summary>
/// The rules of <c>docs/evidence.md</c>. Counts do not vary by themselves: every difference is a change. Durations do, and <see cref="TimingNoise"/> knows how much.
/// </summary>
internal static class Noise
{
    // What three decimals of a written number can hide.
    private const double Rounding = 0.001;

    // Two looks at the heap of the same code differ by what caches and pools happen to hold. 100,000 bytes (a minute) is also what perfanalyzers.growth_bytes_per_min takes for growth unless told otherwise.
    private const double BytesThatMatter = 100_000;
    private const double ShareThatMatters = 0.10;

    /// <summary>A count, or a count per operation.</summary>
    public static Measure Count(string name, double? before, double? after) => new(name, before, after, Presence(before, after) ?? (
        Math.Abs(before!.Value - after!.Value) <= Rounding ? Verdict.Same : Direction(before.Value, after.Value)));

    /// <summary>Rows that were read. What a table holds grows by itself, by what a measured program writes above all: a tenth is noise, and so is a row.</summary>
    public static Measure Rows(string name, double before, double after)
    {
        var change = Math.Abs(after - before);
        return new(name, before, after, change <= Rounding ? Verdict.Same : change <= 1 || change <= ShareThatMatters * before ? Verdict.WithinNoise : Direction(before, after));
    }

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

    /// <summary>What the heap holds of a type, or holds more each minute. What only one side lists was below what is listed on the other, which is no more than noise while it is little.</summary>
    public static Measure Memory(string name, double? before, double? after)
    {
        var (x, y) = (before ?? 0, after ?? 0);
        var change = Math.Abs(y - x);
        if (change <= BytesThatMatter || change <= ShareThatMatters * Math.Abs(x))
            return new(name, before, after, change <= Rounding ? Verdict.Same : Verdict.WithinNoise);

        return new(name, before, after, Presence(before, after) ?? Direction(x, y));
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
