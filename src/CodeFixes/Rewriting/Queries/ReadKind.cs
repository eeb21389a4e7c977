namespace PerfAnalyzers.CodeFixes.Rewriting.Queries;

/// <summary>What a keyed read asks for: this decides what happens when there is no row, or more than one.</summary>
internal enum ReadKind
{
    /// <summary>The tracked entity, or else the row, or null.</summary>
    Find,
    First,
    FirstOrDefault,
    Single,
    SingleOrDefault,

    /// <summary>All rows of the key, as a list.</summary>
    List,

    /// <summary>All rows of the key, as an array.</summary>
    Array,

    /// <summary>All rows of the key, gone through where the query stands, which nothing else runs: <c>foreach (var line in db.OrderLines.Where(l => l.OrderId == id))</c>.</summary>
    Rows,

    /// <summary>Whether the key has a row.</summary>
    Any,
    Count,
    LongCount,
    Sum,
    Max,
    Min,

    /// <summary>No read: rows that are picked by key like those of one, and deleted or updated where they are.</summary>
    Command,
}
