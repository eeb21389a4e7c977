namespace PerfAnalyzers.Corpus.Loading;

/// <summary>One include or removal of an item.</summary>
/// <param name="Kind">Such as <c>Compile</c>.</param>
/// <param name="Value">One value, expanded.</param>
/// <param name="IsRemoval">Whether it takes away.</param>
/// <param name="IsStatic">Of a <c>Using</c>.</param>
/// <param name="Alias">Of a <c>Using</c>.</param>
/// <param name="Excluded">Patterns that an include leaves out.</param>
/// <param name="File">The file that says so.</param>
internal sealed record ProjectItem(string Kind, string Value, bool IsRemoval, bool IsStatic, string? Alias, string? Excluded, string File);
