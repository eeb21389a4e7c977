using System.Globalization;
using Microsoft.CodeAnalysis;

namespace PerfAnalyzers.Corpus.Sites;

/// <summary>The figures of one mode.</summary>
internal sealed record Recall(int InScope, int Found, int Warned, int LookAlikes, int LookAlikesReported, int LookAlikesWarned, int Fixed, int FixedReported)
{
    /// <summary>Counts the outcomes of one mode.</summary>
    public static Recall Of(IReadOnlyCollection<SiteOutcome> outcomes)
    {
        var mined = outcomes.Where(o => o.Site is { Set: SiteSet.Mined, InScope: true }).ToList();
        var alike = outcomes.Where(o => o.Site.Set == SiteSet.LookAlike).ToList();
        var mended = outcomes.Where(o => o.Site.Set == SiteSet.Fixed).ToList();
        return new(
            mined.Count, mined.Count(o => o.State == SiteState.Reported), mined.Count(o => o.IsWarned),
            alike.Count, alike.Count(o => o.State == SiteState.Reported), alike.Count(o => o.IsWarned),
            mended.Count, mended.Count(o => o.State == SiteState.Reported));
    }

    /// <summary>Found and in scope, as a table cell.</summary>
    public string FoundText => Share(Found, InScope);

    /// <summary>Found as a warning, as a table cell.</summary>
    public string WarnedText => Share(Warned, InScope);

    /// <summary>A look-alike's or a site's state, in a word.</summary>
    public static string StateOf(SiteOutcome outcome) => outcome switch
    {
        { State: SiteState.NotAnalysed } => "not analysed",
        { State: SiteState.Silent } => outcome.Site.Set == SiteSet.Mined ? "missed" : "silent",
        { Severity: DiagnosticSeverity.Info } => "Info",
        _ => "Warning",
    };

    private static string Share(int part, int whole) => string.Create(
        CultureInfo.InvariantCulture, $"{part} of {whole} ({(whole == 0 ? 0 : Math.Round(100.0 * part / whole))} %)");
}
