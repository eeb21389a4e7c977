namespace PerfAnalyzers.Corpus.Sites;

/// <summary>What is asked of a place.</summary>
internal enum SiteSet
{
    /// <summary>Fixed later: has to be reported.</summary>
    Mined,

    /// <summary>Looks the same and is fine: must not be reported as a warning.</summary>
    LookAlike,

    /// <summary>A mined place after its fix: must not be reported.</summary>
    Fixed,

    /// <summary>Reported, and drawn from the reports: a fix may be asked for.</summary>
    Drawn,
}
