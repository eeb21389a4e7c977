namespace PerfAnalyzers.EvidenceFormat;

/// <summary>A finding that was there when somebody decided to live with it for a while.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Key">The member's documentation-comment id; for a budget it may be an endpoint's name, and <c>file:</c> and a path where there is no member.</param>
/// <param name="Count">How many findings of the rule the member has.</param>
/// <param name="Expires">The last day on which it is let through: <c>2027-05-26</c>, which sorts as it reads.</param>
/// <param name="Because">The reason.</param>
/// <param name="Line">The 1-based line of the file; 0 for one that was not read.</param>
internal sealed record BaselineEntry(string Rule, string Key, int Count, string Expires, string Because, int Line = 0)
{
    /// <summary>The comments above it, with their number signs: somebody wrote them by hand.</summary>
    public IReadOnlyList<string> Comments { get; init; } = [];

    /// <summary>Whether it has lapsed.</summary>
    /// <param name="today">Today, written like <see cref="Expires"/>; empty when nobody knows.</param>
    public bool IsExpired(string today) => today.Length > 0 && string.CompareOrdinal(Expires, today) < 0;

    /// <summary>For a message.</summary>
    public override string ToString() => $"in the baseline until {Expires}: {Because}";
}
