namespace PerfAnalyzers.Flow.Queries;

/// <summary>Where a sequence comes from, as far as it matters for whether enumerating it leaves the process.</summary>
/// <param name="Kind">What is known.</param>
/// <param name="Parameter">For <see cref="QueryOriginKind.Parameter"/> and <see cref="QueryOriginKind.Sequence"/>, the place of the parameter in a mask of <see cref="QueryParameters"/>.</param>
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

    /// <summary>Whether it is what the caller passes for a parameter.</summary>
    public bool IsPassed => Kind is QueryOriginKind.Parameter or QueryOriginKind.Sequence;

    /// <summary>Whether enumerating it runs a query when of the parameters those in <paramref name="queries"/> hold one; null where nobody says which, and what is typed as a query is one.</summary>
    public bool IsQuery(ulong? queries) => Kind switch
    {
        QueryOriginKind.Query or QueryOriginKind.Unknown => true,
        QueryOriginKind.Parameter when queries is null => true,
        QueryOriginKind.Parameter or QueryOriginKind.Sequence => QueryParameters.Has(queries ?? 0, Parameter),
        _ => false,
    };
}
