namespace PerfAnalyzers.Tool.Listing;

/// <summary>One row of the flat list: a line that issues round trips, or what is left of a method's or function's own value.</summary>
/// <param name="Member">Documentation-comment id, or the name of a function, type or statement.</param>
/// <param name="Operation">The operation of a line that issues round trips, or the kind of a function, type or statement; null for a method.</param>
/// <param name="File">Source file, or null.</param>
/// <param name="Line">Source line, or null.</param>
/// <param name="Calls">How often it ran, or null where a sampler cannot know.</param>
/// <param name="Own">What was measured here, in the list's unit.</param>
/// <param name="Total">The same with everything that is called from here; null where that was not measured.</param>
/// <param name="Share">Own value as a share of all rows' own values.</param>
/// <param name="Sampled">Whether the times are a sampler's estimate.</param>
internal sealed record TopRow(
    string Member, string? Operation, string? File, int? Line, double? Calls, double Own, double? Total, double Share, bool Sampled)
{
    public double? OwnPerCall => Calls is > 0 and { } calls ? Own / calls : null;

    public double? TotalPerCall => Calls is > 0 and { } calls ? Total / calls : null;
}
