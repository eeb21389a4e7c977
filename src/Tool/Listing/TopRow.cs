namespace PerfAnalyzers.Tool.Listing;

/// <summary>One row of the flat list: a line that issues round trips, or a method's remaining own time.</summary>
/// <param name="Member">Documentation-comment id.</param>
/// <param name="Operation">The operation of a line that issues round trips; null for a method.</param>
/// <param name="File">Source file, or null.</param>
/// <param name="Line">Source line, or null.</param>
/// <param name="Calls">How often it ran, or null where a sampler cannot know.</param>
/// <param name="OwnMs">Time spent here.</param>
/// <param name="TotalMs">Time spent here and in what is called from here.</param>
/// <param name="Share">Own time as a share of all rows' own time.</param>
/// <param name="Sampled">Whether the times are a sampler's estimate.</param>
internal sealed record TopRow(
    string Member, string? Operation, string? File, int? Line, double? Calls, double OwnMs, double TotalMs, double Share, bool Sampled)
{
    public double? OwnPerCall => Calls is > 0 and { } calls ? OwnMs / calls : null;

    public double? TotalPerCall => Calls is > 0 and { } calls ? TotalMs / calls : null;
}
