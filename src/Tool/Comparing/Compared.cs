namespace PerfAnalyzers.Tool.Comparing;

/// <summary>An endpoint, a site or a type with its figures before and after.</summary>
/// <param name="Key">Route, or documentation-comment id of the member or type.</param>
/// <param name="Operation">The operation of a site.</param>
/// <param name="Via">On a calling line, the member that issued the round trip.</param>
/// <param name="File">Where it was last measured.</param>
/// <param name="Line">The line there.</param>
/// <param name="Measures">The figures.</param>
internal sealed record Compared(string Key, string? Operation, string? Via, string? File, int? Line, IReadOnlyList<Measure> Measures)
{
    /// <summary>The key of a type as people write it.</summary>
    public string TypeName => Key.StartsWith("T:", StringComparison.Ordinal) ? Key[2..] : Key;

    /// <summary>Whether a figure differs by more than noise.</summary>
    public bool IsChanged => Measures.Any(m => m.IsChange);

    /// <summary>What is worse before what else has changed, by how many times it is, and what has not changed last.</summary>
    public static IEnumerable<Compared> ByImportance(IEnumerable<Compared> items) => items
        .OrderBy(i => i.Measures.Any(m => m.Verdict is Verdict.Worse) ? 0 : i.IsChanged ? 1 : 2)
        .ThenByDescending(i => i.Measures.Where(m => m.Verdict is Verdict.Worse).Max(m => (double?)(m.Ratio ?? double.MaxValue)) ?? 0);
}
