namespace PerfAnalyzers.Flow.Queries;

/// <summary>Where a sequence comes from, as far as it matters for whether enumerating it leaves the process.</summary>
/// <param name="Kind">What is known.</param>
/// <param name="Parameter">For <see cref="QueryOriginKind.Parameter"/>, the parameter's ordinal.</param>
internal readonly record struct QueryOrigin(QueryOriginKind Kind, int Parameter = -1)
{
    /// <summary>Not a query, or nothing that could be one.</summary>
    public static QueryOrigin None => new(QueryOriginKind.None);

    /// <summary>A query against a database.</summary>
    public static QueryOrigin Query => new(QueryOriginKind.Query);

    /// <summary>Typed as a query, origin out of sight.</summary>
    public static QueryOrigin Unknown => new(QueryOriginKind.Unknown);

    /// <summary>Of two values that may be meant, the one that says more.</summary>
    public QueryOrigin Or(QueryOrigin other) => Kind >= other.Kind ? this : other;
}
