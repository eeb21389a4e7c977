namespace PerfAnalyzers.Knowledge;

/// <summary>How many of the rows of a sequence an API has a use for.</summary>
internal enum ApiRows
{
    /// <summary>Not stated.</summary>
    Unstated,

    /// <summary>All of them, perhaps in another order or container.</summary>
    All,

    /// <summary>Those that pass a test.</summary>
    Some,

    /// <summary>Those at given positions.</summary>
    Page,

    /// <summary>One of them.</summary>
    One,

    /// <summary>None: it returns one value that is computed from them.</summary>
    Value,

    /// <summary>Of each, what a function returns.</summary>
    Columns,

    /// <summary>Of each, that it is there: it deletes them.</summary>
    Deleted,

    /// <summary>Of each, what was set: it marks it as changed.</summary>
    Updated,
}
