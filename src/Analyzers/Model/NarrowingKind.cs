namespace PerfAnalyzers.Model;

/// <summary>How far a condition narrows what the database has to read.</summary>
internal enum NarrowingKind
{
    /// <summary>Not at all: it is tested for each row, and no index on a column would change that.</summary>
    Nothing,

    /// <summary>An index would narrow it, and there is none.</summary>
    Unindexed,

    /// <summary>An index narrows it.</summary>
    Indexed,

    /// <summary>Nobody can say: part of it is not understood, or the model is not in sight.</summary>
    Unknown,
}
