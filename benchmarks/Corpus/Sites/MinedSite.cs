namespace PerfAnalyzers.Corpus.Sites;

/// <summary>A place that somebody fixed in a real repository.</summary>
internal sealed record MinedSite(
    string Id, string Kind, string Repo, string FixCommit, string ParentCommit, string File, int BeforeLine,
    string? AfterFile, int? AfterCommitLine, string? Chain, bool PartialFix);
