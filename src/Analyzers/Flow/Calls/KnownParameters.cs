namespace PerfAnalyzers.Flow.Calls;

/// <summary>What is known of a member's parameters where it is called.</summary>
/// <param name="Bits">Of 64: bit n says that parameter n has a value that is not null, or is <c>true</c>; bit n + 32 that it is <c>false</c>.</param>
/// <param name="Constants">A byte for each of the first eight: the constant of an enumeration that it has, plus one; 0 where it is unknown, or too large for that.</param>
internal readonly record struct KnownParameters(ulong Bits, ulong Constants = 0)
{
    /// <summary>Parameters of which a constant is kept.</summary>
    public const int MostConstants = 8;

    /// <summary>Whether a bit is known.</summary>
    public bool Has(int bit) => bit is >= 0 and < 64 && (Bits & (1UL << bit)) != 0;

    /// <summary>The constant of a parameter, as <see cref="DecidingConstants.ByteOf"/> has it; 0 where it is unknown.</summary>
    public byte ConstantOf(int ordinal) => ordinal is >= 0 and < MostConstants ? (byte)(Constants >> (8 * ordinal)) : (byte)0;

    /// <summary>With a bit.</summary>
    public KnownParameters With(int bit) => this with { Bits = Bits | (1UL << bit) };

    /// <summary>With a constant.</summary>
    public KnownParameters With(int ordinal, byte constant) => this with { Constants = (Constants & ~(0xFFUL << (8 * ordinal))) | ((ulong)constant << (8 * ordinal)) };
}
