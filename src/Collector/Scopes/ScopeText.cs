using System.Globalization;
using System.Text;
using PerfAnalyzers.Collector.Recording;
using PerfAnalyzers.Collector.Symbols;
using PerfAnalyzers.EvidenceFormat;

namespace PerfAnalyzers.Collector.Scopes;

/// <summary>Lines of the program for the text of a failed test.</summary>
internal static class ScopeText
{
    private const int MaxLines = 20;
    private const int MaxCallers = 3;

    /// <summary>The lines that issued round trips, the most frequent first, with those that called them, and the page of the rule about the first.</summary>
    /// <param name="sites">The lines and how often each ran.</param>
    /// <param name="unattributed">Round trips without a line.</param>
    /// <param name="page">The page to name beside.</param>
    public static string Sites(IEnumerable<(SiteStats Site, long Calls)> sites, long unattributed, string? page = null)
    {
        // Of equal ones in the order in which they were met, which is that of the stack: the nearest caller first.
        var all = sites.OrderByDescending(s => s.Calls).ToList();
        var issuing = all.Where(s => s.Site.Via is null).ToList();
        var text = new StringBuilder();
        var told = new HashSet<(string, string)>();
        foreach (var (site, calls) in issuing.Take(MaxLines))
        {
            var keys = site.Keys switch { "same" => ", each time the same", "distinct" => ", each time another", _ => "" };
            text.Append(CultureInfo.InvariantCulture, $"  {calls} x {site.Operation} in {Place(site.Frame)}{keys}\n");
            if (!told.Add((site.Frame.Member, site.Operation)))
                continue;

            foreach (var (caller, times) in all.Where(s => s.Site.Via == site.Frame.Member && s.Site.Operation == site.Operation).Take(MaxCallers))
                text.Append(CultureInfo.InvariantCulture, $"      {times} x from {Place(caller.Frame)}\n");
        }

        if (issuing.Count > MaxLines)
            text.Append(CultureInfo.InvariantCulture, $"  and {issuing.Count - MaxLines} more lines\n");

        if (unattributed > 0)
            text.Append(CultureInfo.InvariantCulture, $"  {unattributed} x from no line of this program\n");

        var rule = issuing.Count > 0 && issuing[0].Calls > 1 ? RulePage.Of(Rule(issuing[0].Site)) : null;
        return text + string.Join('\n', new[] { rule, rule is null ? page ?? RulePage.Of("PERF9002") : page }.OfType<string>().Select(p => "See " + p));
    }

    private static string Place(SourceFrame frame) => MemberName.Short(frame.Member) + (frame.File is { } file ? $" at {file}:{frame.Line}" : "");

    private static string Rule(SiteStats site) => site switch
    {
        { Operation: CommandText.Write } => "PERF1002",
        { Operation: CommandText.Read, Keys: "same" } => "PERF1008",
        { Operation: CommandText.Read } => "PERF1001",
        _ => "PERF1003",
    };
}
