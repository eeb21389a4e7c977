namespace PerfAnalyzers.Model;

/// <summary>What makes the database keep an index.</summary>
internal enum IndexKind
{
    /// <summary>The primary key.</summary>
    PrimaryKey,

    /// <summary>An alternate key.</summary>
    AlternateKey,

    /// <summary>An index that somebody asked for.</summary>
    Index,

    /// <summary>A foreign key: EF Core makes an index for each.</summary>
    ForeignKey,
}
