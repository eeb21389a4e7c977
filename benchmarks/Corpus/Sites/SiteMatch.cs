using Microsoft.CodeAnalysis;
using PerfAnalyzers.Corpus.Analyzing;

namespace PerfAnalyzers.Corpus.Sites;

/// <summary>Which report answers for a site.</summary>
internal static class SiteMatch
{
    // A call that is broken over lines is reported at its name, and the corpus names the line that a commit changed.
    private const int Lines = 2;

    private static readonly string[] s_repetition = ["PERF1001", "PERF1002", "PERF1003", "PERF1004", "PERF1007", "PERF1008"];

    private static readonly Dictionary<string, string[]> s_rulesByKind = new(StringComparer.Ordinal)
    {
        ["query-in-loop"] = s_repetition,
        ["savechanges-in-loop"] = s_repetition,
        ["remote-call-in-loop"] = s_repetition,
        ["missing-include"] = s_repetition,
        ["overfetch"] = ["PERF1006", "PERF1009"],
        ["missing-index"] = ["PERF1005"],
        ["unbounded-memory"] = ["PERF3001", "PERF3002"],
        ["sync-over-async"] = ["PERF2001", "PERF2002", "PERF2003"],
    };

    /// <summary>Whether sites of the kind are about what is asked, or written, once per element.</summary>
    public static bool IsRepetition(string kind) => s_rulesByKind.TryGetValue(kind, out var rules) && rules == s_repetition;

    /// <summary>The most severe report on the site, or null. Hidden ones count nowhere, because nobody sees them.</summary>
    public static Report? Of(Site site, IEnumerable<Report> reports) => reports
        .Where(r => r.Severity >= DiagnosticSeverity.Info && r.File == site.File && Math.Abs(r.Line - site.Line) <= (site.Set == SiteSet.Drawn ? 0 : Lines) && Answers(site, r.Rule))
        .OrderByDescending(r => r.Severity).ThenBy(r => Math.Abs(r.Line - site.Line)).ThenBy(r => r.Rule, StringComparer.Ordinal)
        .FirstOrDefault();

    // A look-alike is fine in every respect; a mined site has one thing wrong with it, which the rules of its kind are about.
    private static bool Answers(Site site, string rule) =>
        site.Set == SiteSet.Drawn ? rule == site.Kind : site.Set == SiteSet.LookAlike ? rule.StartsWith("PERF", StringComparison.Ordinal) : s_rulesByKind.TryGetValue(site.Kind, out var rules) && rules.Contains(rule);
}
