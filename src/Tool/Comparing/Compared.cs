namespace PerfAnalyzers.Tool.Comparing;

/// <summary>An endpoint or a site with its figures before and after.</summary>
/// <param name="Key">Route, or documentation-comment id of the member.</param>
/// <param name="Operation">The operation of a site.</param>
/// <param name="Via">On a calling line, the member that issued the round trip.</param>
/// <param name="File">Where it was last measured.</param>
/// <param name="Line">The line there.</param>
/// <param name="Measures">The figures.</param>
internal sealed record Compared(string Key, string? Operation, string? Via, string? File, int? Line, IReadOnlyList<Measure> Measures);
