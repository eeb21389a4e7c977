using System.Text.Json.Serialization;
using Microsoft.CodeAnalysis;

namespace PerfAnalyzers.Corpus.Volume;

/// <summary>How much is reported in one repository; a line of a results file.</summary>
/// <param name="Repository">Owner and name.</param>
/// <param name="Lines">Lines that count.</param>
/// <param name="Counts">Reports by rule and severity.</param>
internal sealed record RepositoryVolume(string Repository, int Lines, IReadOnlyList<RuleCount> Counts)
{
    // Of one query, save or call per element. A missing Include is counted on its own: what it repeats, it repeats only where the data is loaded lazily.
    private static readonly string[] s_repetition = ["PERF1001", "PERF1002", "PERF1003", "PERF1007", "PERF1008"];

    /// <summary>Warnings of one round trip per element.</summary>
    [JsonIgnore]
    public int RepetitionWarnings => s_repetition.Sum(r => Count(r, DiagnosticSeverity.Warning));

    /// <summary>The same for each 1,000 lines.</summary>
    [JsonIgnore]
    public double RepetitionsPerThousand => PerThousand(RepetitionWarnings);

    /// <summary>How many warnings somebody meets in a small service.</summary>
    [JsonIgnore]
    public double WarningsPer3000 => 3 * PerThousand(null, DiagnosticSeverity.Warning);

    /// <summary>Reports per 1,000 lines of a rule, or of all, at a severity.</summary>
    public double PerThousand(string? rule, DiagnosticSeverity severity) => PerThousand(Count(rule, severity));

    /// <summary>Reports of a rule, or of all, at a severity; errors count as warnings.</summary>
    public int Count(string? rule, DiagnosticSeverity severity) =>
        Counts.Where(c => (rule is null || c.Rule == rule) && (c.Severity == DiagnosticSeverity.Error ? DiagnosticSeverity.Warning : c.Severity) == severity).Sum(c => c.Reports);

    private double PerThousand(int reports) => Lines == 0 ? 0 : 1000.0 * reports / Lines;
}
