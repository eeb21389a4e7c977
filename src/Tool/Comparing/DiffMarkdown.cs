using System.Globalization;
using System.Text;
using PerfAnalyzers.Collector.Symbols;

namespace PerfAnalyzers.Tool.Comparing;

/// <summary>The comparison for a pull request: the verdict, then what changed. What is the same or within noise is counted.</summary>
internal static class DiffMarkdown
{
    // What begins a construct of Markdown or HTML anywhere in a line, or mentions somebody.
    private const string Active = "\\`*_[]<>&|@#~!$";

    // A key of evidence may have 65,000 characters, which is all that a comment takes.
    private const int MaxName = 500;

    public static void Write(TextWriter output, Comparison comparison)
    {
        output.Write($"### {Text(comparison.Before.Name)} → {Text(comparison.After.Name)}: {comparison.Verdict}\n");
        Write(output, "endpoint", Compared.ByImportance(comparison.Endpoints), e => e.Key);
        Write(output, "line", Compared.ByImportance(comparison.Lines), Site);
        Write(output, "type", comparison.ChangedTypes, t => t.TypeName);
        var quiet = comparison.Shown.SelectMany(c => c.Measures).Count(m => !m.IsChange);
        if (quiet > 0)
            output.Write($"\n{quiet.ToString(CultureInfo.InvariantCulture)} {(quiet == 1 ? "figure is" : "figures are")} the same or within noise.\n");
    }

    /// <summary>Text that says what it says, whatever characters it has: names come from files that anyone may have written.</summary>
    public static string Text(string name)
    {
        if (name.Length > MaxName)
            name = string.Concat(name.AsSpan(0, char.IsHighSurrogate(name[MaxName - 1]) ? MaxName - 1 : MaxName), "…");

        var text = new StringBuilder(name.Length);
        foreach (var c in Terminal.Plain(name).Replace("://", ":\u200B//", StringComparison.Ordinal))
        {
            if (Active.Contains(c, StringComparison.Ordinal))
                text.Append(CultureInfo.InvariantCulture, $"&#{(int)c};");
            else
                text.Append(c);
        }

        return text.ToString();
    }

    private static void Write(TextWriter output, string title, IEnumerable<Compared> items, Func<Compared, string> name)
    {
        var changes = items.SelectMany(i => i.Measures.Where(m => m.IsChange).Select(m => (Name: name(i), Measure: m))).ToList();
        if (changes.Count == 0)
            return;

        output.Write($"\n| {title} | figure | before | after | ratio | verdict |\n|---|---|---:|---:|---:|---|\n");
        foreach (var (what, measure) in changes)
        {
            var ratio = measure.Ratio is { } r ? r.ToString("0.###", CultureInfo.InvariantCulture) + "x" : "";
            output.Write($"| {Text(what)} | {measure.Name} | {Number(measure.Before)} | {Number(measure.After)} | {ratio} | {Strong(measure.Verdict)} |\n");
        }
    }

    private static string Site(Compared site) =>
        $"{MemberName.Short(site.Key)} {site.Operation}{(site.File is null ? "" : $" {site.File}:{site.Line?.ToString(CultureInfo.InvariantCulture)}")}";

    private static string Strong(Verdict verdict) => verdict is Verdict.Worse ? $"**{VerdictText.Of(verdict)}**" : VerdictText.Of(verdict);

    private static string Number(double? value) => value?.ToString("#,0.###", CultureInfo.InvariantCulture) ?? "-";
}
