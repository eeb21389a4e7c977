namespace PerfAnalyzers.Corpus.Loading;

/// <summary>What a project sees of the projects it references.</summary>
internal enum ReferenceMode
{
    /// <summary>Images without facts: what a build without the source generator sees.</summary>
    Project,

    /// <summary>Compilations, with every body: what an editor sees.</summary>
    References,

    /// <summary>Images with what the source generator wrote into them: what a build sees.</summary>
    Metadata,

    /// <summary>Compilations, and the facts of every project of the tree: what a build sees that was given the solution's facts.</summary>
    Solution,
}
