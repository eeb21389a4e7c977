namespace PerfAnalyzers.Tool.Listing;

/// <summary>The orders of the flat list.</summary>
internal static class TopSort
{
    public static IReadOnlyList<string> Names { get; } = ["own", "total", "calls", "per-call"];

    /// <summary>What a row is sorted by, greatest first.</summary>
    public static Func<TopRow, double> Of(string name) => name switch
    {
        "total" => r => r.Total ?? 0,
        "calls" => r => r.Calls ?? 0,
        "per-call" => r => r.TotalPerCall ?? 0,
        _ => r => r.Own,
    };
}
