using System.Collections.Immutable;

namespace PerfAnalyzers.Model;

/// <summary>What a condition does to the rows that have to be read.</summary>
/// <param name="Kind">How far it narrows them.</param>
/// <param name="Alternatives">
/// The columns that would need an index: one set that an index on all of its columns serves, or with <c>||</c> several, each of which needs its own.
/// </param>
internal sealed record Narrowing(NarrowingKind Kind, ImmutableArray<ColumnSet> Alternatives)
{
    public static Narrowing Nothing { get; } = new(NarrowingKind.Nothing, []);

    public static Narrowing Indexed { get; } = new(NarrowingKind.Indexed, []);

    public static Narrowing Unknown { get; } = new(NarrowingKind.Unknown, []);

    /// <summary>What a condition on one column does.</summary>
    public static Narrowing On(Column column, bool isEquality) =>
        column.IsIndexed ? Indexed :
        !column.IsKnown ? Unknown :
        new(NarrowingKind.Unindexed, [isEquality ? new([column], []) : new([], [column])]);

    /// <summary>Both: one that an index serves is enough.</summary>
    public Narrowing And(Narrowing other) => (Kind, other.Kind) switch
    {
        (NarrowingKind.Indexed, _) or (_, NarrowingKind.Indexed) => Indexed,
        (NarrowingKind.Unknown, _) or (_, NarrowingKind.Unknown) => Unknown,
        (NarrowingKind.Nothing, _) => other,
        (_, NarrowingKind.Nothing) => this,
        // (a || b) && c: an index for c is enough.
        _ when Alternatives.Length > 1 => other,
        _ when other.Alternatives.Length > 1 => this,
        _ => this with { Alternatives = [Alternatives[0].And(other.Alternatives[0])] },
    };

    /// <summary>Either: each needs an index of its own.</summary>
    public Narrowing Or(Narrowing other) => (Kind, other.Kind) switch
    {
        (NarrowingKind.Unknown, _) or (_, NarrowingKind.Unknown) => Unknown,
        (NarrowingKind.Nothing, _) or (_, NarrowingKind.Nothing) => Nothing,
        (NarrowingKind.Indexed, NarrowingKind.Indexed) => Indexed,
        (NarrowingKind.Indexed, _) => other,
        (_, NarrowingKind.Indexed) => this,
        _ => this with { Alternatives = Alternatives.AddRange(other.Alternatives) },
    };
}
