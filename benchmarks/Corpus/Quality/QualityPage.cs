using System.Globalization;
using System.Text;
using Microsoft.CodeAnalysis;
using PerfAnalyzers.Corpus.Loading;
using PerfAnalyzers.Corpus.Sites;
using PerfAnalyzers.Corpus.Volume;

namespace PerfAnalyzers.Corpus.Quality;

/// <summary>The page of figures. Everything above the marker is written; below it people judge, and that is theirs.</summary>
internal sealed class QualityPage(IReadOnlyList<SiteOutcome> outcomes, IReadOnlyList<RepositoryVolume> volumes)
{
    /// <summary>What separates what is written from what is kept.</summary>
    public const string Marker = "<!-- judged by hand: everything below is kept -->";

    private const string Unjudged = """


        ## Judged sample

        Drawn by `Corpus volume --sample N --seed S`, judged one by one: *true* (somebody would change it), *debatable* (true, and nobody would
        bother), *false*.

        | number | report | rule | severity | judged | why |
        | --- | --- | --- | --- | --- | --- |

        """;

    private readonly ReferenceMode[] _modes = [.. outcomes.Select(o => o.Mode).Distinct().Order()];

    /// <summary>The page, with what the old one kept.</summary>
    public string Write(string? old)
    {
        var kept = old?.IndexOf(Marker, StringComparison.Ordinal) is >= 0 and var at ? old[(at + Marker.Length)..] : Unjudged.ReplaceLineEndings("\n");
        var page = new StringBuilder("""
            # How good it is, measured on real code

            Written by `Corpus report`; [benchmarks/Corpus](../benchmarks/Corpus/README.md) says how to measure and what the figures mean.


            """.ReplaceLineEndings("\n"));
        if (outcomes.Count > 0)
            page.Append(Summary()).Append(MinedSites()).Append(LookAlikes()).Append(Fixes());
        if (volumes.Count > 0)
            page.Append(Volumes());

        return page.Append(Marker).Append(kept).ToString();
    }

    private string Summary()
    {
        var table = new MarkdownTable("what a project sees of others", "sites", "found", "as warnings", "look-alikes warned", "look-alikes reported", "reported after the fix");
        foreach (var mode in _modes)
        {
            Add(mode, "repetition", o => o.Site.Set == SiteSet.LookAlike || SiteMatch.IsRepetition(o.Site.Kind));
            Add(mode, "all", _ => true);
        }

        return $"## Recall\n\n{table}\n";

        void Add(ReferenceMode mode, string sites, Func<SiteOutcome, bool> counts)
        {
            var r = Recall.Of([.. outcomes.Where(o => o.Mode == mode && counts(o))]);
            table.Add(mode.ToString(), sites, r.FoundText, r.WarnedText, Of(r.LookAlikesWarned, r.LookAlikes), Of(r.LookAlikesReported, r.LookAlikes), Of(r.FixedReported, r.Fixed));
        }
    }

    private string MinedSites()
    {
        var table = new MarkdownTable(["site", "kind", .. _modes.Select(m => m.ToString()), "note"]);
        foreach (var site in Grouped(SiteSet.Mined))
            table.Add([site.Key, site.First().Site.Kind, .. States(site), site.First().Site is { InScope: false, Note: { } why } ? $"out of scope: {why}" : ""]);

        return $"## Each mined site\n\n{table}\n";
    }

    private string LookAlikes()
    {
        var table = new MarkdownTable(["look-alike", "looks like", .. _modes.Select(m => m.ToString()), "why it is fine"]);
        foreach (var site in Grouped(SiteSet.LookAlike).Where(s => s.Any(o => o.State != SiteState.Silent)))
            table.Add([site.Key, site.First().Site.Kind, .. States(site), site.First().Site.Note ?? ""]);

        return $"## Look-alikes that are reported\n\n{table}\n";
    }

    private string Fixes()
    {
        var table = new MarkdownTable(["site, fixed", "kind", .. _modes.Select(m => m.ToString()), "message"]);
        foreach (var site in Grouped(SiteSet.Fixed).Where(s => s.Any(o => o.State != SiteState.Silent)))
            table.Add([site.Key, site.First().Site.Kind, .. States(site), site.First(o => o.State != SiteState.Silent).Message ?? ""]);

        return $"## Fixes that are reported\n\n{table}\n";
    }

    private string Volumes()
    {
        var table = new MarkdownTable("product", "lines", "Warnings of repetition", "per 1,000", "Warnings of all rules", "per 1,000", "Info of all rules", "per 1,000");
        foreach (var v in volumes.OrderBy(v => v.Repository, StringComparer.Ordinal))
        {
            table.Add(
            [
                v.Repository, Terminal.Number(v.Lines, 0),
                Terminal.Number(v.RepetitionWarnings, 0), Terminal.Number(v.RepetitionsPerThousand, 2),
                Terminal.Number(v.Count(null, DiagnosticSeverity.Warning), 0), Terminal.Number(v.PerThousand(null, DiagnosticSeverity.Warning), 2),
                Terminal.Number(v.Count(null, DiagnosticSeverity.Info), 0), Terminal.Number(v.PerThousand(null, DiagnosticSeverity.Info), 2),
            ]);
        }

        var byRule = new MarkdownTable("rule", "Warnings", "Info", "products with a Warning");
        foreach (var rule in volumes.SelectMany(v => v.Counts).Select(c => c.Rule).Distinct().Order(StringComparer.Ordinal))
        {
            byRule.Add(
                rule, Terminal.Number(volumes.Sum(v => v.Count(rule, DiagnosticSeverity.Warning)), 0), Terminal.Number(volumes.Sum(v => v.Count(rule, DiagnosticSeverity.Info)), 0),
                Of(volumes.Count(v => v.Count(rule, DiagnosticSeverity.Warning) > 0), volumes.Count));
        }

        return $"""
            ## Reports in whole products

            {Terminal.Number(volumes.Sum(v => v.RepetitionWarnings), 0)} Warnings of repetition: median {Terminal.Number(Figures.Median(volumes.Select(v => 3 * v.RepetitionsPerThousand)), 2)} per 3,000 lines, most {Terminal.Number(volumes.Max(v => v.RepetitionsPerThousand), 2)} per 1,000. {Terminal.Number(volumes.Sum(v => v.Count(null, DiagnosticSeverity.Warning)), 0)} of all rules: median {Terminal.Number(Figures.Median(volumes.Select(v => v.WarningsPer3000)), 2)} per 3,000 lines.

            {table}
            {byRule}

            """.ReplaceLineEndings("\n");
    }

    private IEnumerable<IGrouping<string, SiteOutcome>> Grouped(SiteSet set) =>
        outcomes.Where(o => o.Site.Set == set).GroupBy(o => o.Site.Id).OrderBy(g => g.Key, StringComparer.Ordinal);

    private IEnumerable<string> States(IEnumerable<SiteOutcome> site) =>
        _modes.Select(m => site.FirstOrDefault(o => o.Mode == m) is { } outcome ? Recall.StateOf(outcome) + (outcome.Rule is { } rule ? $" {rule}" : "") : "");

    private static string Of(int part, int whole) => whole == 0 ? "not asked" : string.Create(CultureInfo.InvariantCulture, $"{part} of {whole}");
}
