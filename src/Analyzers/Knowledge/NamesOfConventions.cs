using System.Collections.Immutable;

namespace PerfAnalyzers.Knowledge;

/// <summary>For which members of one file or library the lines of conventions may speak. Asked again at each keystroke, so it is kept for as long as the lines are the same.</summary>
internal sealed class NamesOfConventions
{
    private Answer? _latest;

    /// <summary>The lines, each with the names of members of types that are called like it.</summary>
    /// <param name="lines">The lines of conventions.</param>
    /// <param name="members">The members, each with the name of its type.</param>
    public ImmutableArray<(ApiFact Line, string Name)> Speaking(ImmutableArray<ApiFact> lines, Func<IEnumerable<(string Type, string Member)>> members)
    {
        if (_latest is { } known && known.Lines.SequenceEqual(lines, ReferenceComparer.Instance))
            return known.Names;

        var names = from type in members().GroupBy(m => m.Type, m => m.Member, StringComparer.Ordinal)
                    from line in lines
                    where NamePattern.Matches(line.Type, type.Key)
                    from member in type.Distinct(StringComparer.Ordinal)
                    where line.IsAbout(member)
                    select (line, member);
        return (_latest = new(lines, [.. names.Distinct()])).Names;
    }

    private sealed record Answer(ImmutableArray<ApiFact> Lines, ImmutableArray<(ApiFact Line, string Name)> Names);

    // The tables are read once, so equal lines are the same line; comparing what they say would take longer than what is spared.
    private sealed class ReferenceComparer : IEqualityComparer<ApiFact>
    {
        public static readonly ReferenceComparer Instance = new();

        public bool Equals(ApiFact? x, ApiFact? y) => ReferenceEquals(x, y);

        public int GetHashCode(ApiFact obj) => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(obj);
    }
}
