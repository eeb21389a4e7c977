namespace PerfAnalyzers.Corpus.Sites;

/// <summary>A place that looks like a mined one and is fine.</summary>
internal sealed record LookAlike(string Id, string Repo, string Commit, string File, int Line, string LooksLike, string WhyFine);
