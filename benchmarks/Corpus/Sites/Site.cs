using System.Text.Json.Serialization;
using PerfAnalyzers.Corpus.Loading;
using PerfAnalyzers.Corpus.Volume;

namespace PerfAnalyzers.Corpus.Sites;

/// <summary>One line of one file at one commit.</summary>
/// <param name="Set">What is asked of it.</param>
/// <param name="Id">Its name in the corpus.</param>
/// <param name="Kind">What it is, or looks like; of a drawn report its rule.</param>
/// <param name="Repository">Owner and name.</param>
/// <param name="Commit">The commit.</param>
/// <param name="File">Path in the tree.</param>
/// <param name="Line">Line, from 1.</param>
/// <param name="Note">Why a look-alike is fine; why a site is out of scope; what a drawn report says.</param>
/// <param name="InScope">Whether it counts.</param>
internal sealed record Site(SiteSet Set, string Id, string Kind, string Repository, string Commit, string File, int Line, string? Note, bool InScope)
{
    /// <summary>The kinds that are scored.</summary>
    public static IReadOnlyList<string> Kinds { get; } = ["query-in-loop", "savechanges-in-loop", "remote-call-in-loop", "missing-include", "sync-over-async", "overfetch", "missing-index", "unbounded-memory"];

    /// <summary>What to ask of the corpus.</summary>
    public static IEnumerable<Site> Of(IEnumerable<MinedSite> mined, IEnumerable<LookAlike> lookAlikes, OutOfScope outOfScope, IReadOnlyCollection<string> kinds)
    {
        foreach (var site in mined.Where(s => kinds.Contains(s.Kind) && (s.Kind != "missing-include" || s.Chain is not null)))
        {
            var reason = outOfScope.ReasonFor(site.Id);
            yield return new(SiteSet.Mined, site.Id, site.Kind, site.Repo, site.ParentCommit, site.File, site.BeforeLine, reason, reason is null);
            if (site is { PartialFix: false, AfterCommitLine: { } after })
                yield return new(SiteSet.Fixed, site.Id, site.Kind, site.Repo, site.FixCommit, site.AfterFile ?? site.File, after, reason, InScope: true);
        }

        foreach (var fine in lookAlikes)
            yield return new(SiteSet.LookAlike, fine.Id, fine.LooksLike, fine.Repo, fine.Commit, fine.File, fine.Line, fine.WhyFine, InScope: true);
    }

    /// <summary>The place of a report.</summary>
    public static Site Of(SampledReport report) =>
        new(SiteSet.Drawn, $"{report.Repository} {report.File}:{report.Line}", report.Rule, report.Repository, report.Commit, report.File, report.Line, report.Message, InScope: true);

    /// <summary>The name of the tree that it is in.</summary>
    [JsonIgnore]
    public string TreeName => CheckedOutTree.NameOf(Repository, Commit);
}
