namespace PerfAnalyzers.Flow.Queries;

/// <summary>Whether a query can say what a lambda says.</summary>
internal enum Translated
{
    /// <summary>The database has no such thing.</summary>
    No,

    /// <summary>With other words: the collation of a column where text is compared in a way of its own, the keys of objects that the database does not have.</summary>
    InOtherWords,

    /// <summary>As it stands there.</summary>
    AsWritten,
}
