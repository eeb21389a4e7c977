namespace PerfAnalyzers.Knowledge;

/// <summary>Whether a query can say what a call, or a lambda made of calls, says.</summary>
internal enum ApiTranslation
{
    /// <summary>The database has no such thing.</summary>
    No,

    /// <summary>With other words: the collation of a column where text is compared in a way of its own, the keys of objects that the database does not have.</summary>
    InOtherWords,

    /// <summary>As it stands there.</summary>
    AsWritten,
}
