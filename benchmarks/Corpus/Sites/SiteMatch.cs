using Microsoft.CodeAnalysis;
using PerfAnalyzers.Corpus.Analyzing;

namespace PerfAnalyzers.Corpus.Sites;

/// <summary>Which report answers for a site.</summary>
internal static class SiteMatch
{
    // A call that is broken over lines is reported at its name, and the corpus names the line that a commit changed.
    private const int Lines = 2;

    private static readonly HashSet<string> s_scored = new(StringComparer.Ordinal) { "PERF1001", "PERF1002", "PERF1003", "PERF1004", "PERF1007", "PERF1008" };

    /// <summary>The most severe report on the site, or null. Hidden ones count nowhere, because nobody sees them.</summary>
    public static Report? Of(Site site, IEnumerable<Report> reports) => reports
        .Where(r => r.Severity >= DiagnosticSeverity.Info && r.File == site.File && Math.Abs(r.Line - site.Line) <= Lines && Answers(site.Set, r.Rule))
        .OrderByDescending(r => r.Severity).ThenBy(r => Math.Abs(r.Line - site.Line)).ThenBy(r => r.Rule, StringComparer.Ordinal)
        .FirstOrDefault();

    // A look-alike is fine in every respect; a mined site has one thing wrong with it, which these rules are about.
    private static bool Answers(SiteSet set, string rule) =>
        set == SiteSet.LookAlike ? rule.StartsWith("PERF", StringComparison.Ordinal) : s_scored.Contains(rule);
}
