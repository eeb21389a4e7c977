namespace PerfAnalyzers.Corpus.Sites;

/// <summary>The answer to a site's question.</summary>
internal enum SiteState
{
    /// <summary>Something is reported there.</summary>
    Reported,

    /// <summary>Nothing is.</summary>
    Silent,

    /// <summary>The tree, or a project that compiles the file, is not there, so that nothing was asked.</summary>
    NotAnalysed,
}
