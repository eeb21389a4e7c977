namespace PerfAnalyzers.Tool.Fetching;

/// <summary>What <c>fetch</c> was asked for.</summary>
/// <param name="Services">The services; empty for all.</param>
/// <param name="Since">How far back.</param>
/// <param name="Limit">Most traces of each service, or most statements.</param>
/// <param name="Query">In the source's own language, instead of services; null when not given.</param>
/// <param name="Explain">How many of the statements that take longest to plan.</param>
/// <param name="Analyze">Whether to run what is planned.</param>
internal sealed record FetchRequest(IReadOnlyList<string> Services, TimeSpan Since, int Limit, string? Query, int Explain, bool Analyze)
{
    /// <summary>The end of the time that is asked for: now, for all requests the same.</summary>
    public DateTimeOffset Until { get; } = DateTimeOffset.UtcNow;

    /// <summary>Its beginning.</summary>
    public DateTimeOffset From => Until - Since;
}
