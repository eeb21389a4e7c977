using System.Globalization;
using PerfAnalyzers.Corpus.Loading;

namespace PerfAnalyzers.Corpus.Volume;

/// <summary>Reports drawn at random, the same ones for the same seed and the same reports.</summary>
internal static class ReportSample
{
    private const int LinesBefore = 12;
    private const int LinesAfter = 5;

    /// <summary>Draws reports.</summary>
    public static IEnumerable<SampledReport> Draw(string checkouts, IEnumerable<PlacedReport> reports, int count, int seed)
    {
        var drawn = reports
            .OrderBy(p => p.Repository.Name, StringComparer.Ordinal).ThenBy(p => p.Report.File, StringComparer.Ordinal)
            .ThenBy(p => p.Report.Line).ThenBy(p => p.Report.Rule, StringComparer.Ordinal).ThenBy(p => p.Report.Message, StringComparer.Ordinal).ToArray();
        new Random(seed).Shuffle(drawn);
        return drawn.Take(count).Select((p, i) => new SampledReport(
            i + 1, p.Repository.Name, p.Repository.Commit, p.Report.File, p.Report.Line, p.Report.Rule, p.Report.Severity, p.Report.Message,
            SourceAround(Path.Combine(checkouts, CheckedOutTree.NameOf(p.Repository.Name, p.Repository.Commit), p.Report.File), p.Report.Line)));
    }

    private static string[] SourceAround(string file, int line)
    {
        var first = Math.Max(1, line - LinesBefore);
        return
        [
            .. File.ReadLines(file).Skip(first - 1).Take(line + LinesAfter - first + 1)
                .Select((text, i) => string.Create(CultureInfo.InvariantCulture, $"{first + i,5}{(first + i == line ? '>' : ' ')} {text}")),
        ];
    }
}
