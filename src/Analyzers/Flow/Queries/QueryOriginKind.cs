namespace PerfAnalyzers.Flow.Queries;

/// <summary>What is known about the origin of a sequence, in rising order of what it proves.</summary>
internal enum QueryOriginKind
{
    /// <summary>In memory.</summary>
    None,

    /// <summary>A sequence that the caller passes for a parameter: a query where the caller passes one, and nothing that leaves the process where nobody says so.</summary>
    Sequence,

    /// <summary>Typed as a query, but nobody in sight says of what: a type is no provenance.</summary>
    Unknown,

    /// <summary>Whatever the caller passes for a parameter that is typed as a query.</summary>
    Parameter,

    /// <summary>A query against a database.</summary>
    Query,
}
