namespace PerfAnalyzers.Collector.Stacks;

/// <summary>
/// Which of a row of equal events is worth a stack walk. A walk was measured at four times the cost of a small query, so that the first ones are
/// walked, which tells what there is to tell of most, and then fewer and fewer, which bounds the cost of a loop of any length.
/// </summary>
internal static class WalkRate
{
    /// <summary>How many of the first are walked in a program that is measured.</summary>
    public const int First = 64;

    private const int Early = 1024;
    private const int EarlyOneIn = 16;
    private const int Late = 16_384;
    private const int LateOneIn = 256;
    private const int ForeverOneIn = 4096;

    /// <summary>Whether the event with this 1-based number is walked.</summary>
    public static bool IsWalked(int number, int first = First) =>
        number <= first || number % (number <= Early ? EarlyOneIn : number <= Late ? LateOneIn : ForeverOneIn) == 0;
}
