using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using PerfAnalyzers.EvidenceFormat;

namespace PerfAnalyzers;

/// <summary>The findings that baseline files let through for a while.</summary>
internal sealed class KnownFindings
{
    private readonly ImmutableArray<Baseline> _baselines;
    private readonly string _today;

    private KnownFindings(ImmutableArray<Baseline> baselines, string today)
    {
        _baselines = baselines;
        _today = today;
    }

    /// <summary>Reads the baselines among the additional files. The day comes from the build: what a compiler answers must not depend on its clock.</summary>
    public static KnownFindings Read(AnalyzerOptions options, CancellationToken cancellationToken) => new(
        [
            .. options.AdditionalFiles.Where(f => Baseline.IsBaseline(f.Path))
                .Select(f => f.GetText(cancellationToken)).OfType<Microsoft.CodeAnalysis.Text.SourceText>()
                .Select(t => Baseline.Read(LinesOf(t))),
        ],
        options.AnalyzerConfigOptionsProvider.GlobalOptions.TryGetValue("build_property.PerfAnalyzersToday", out var today) ? Baseline.Day(today) ?? "" : "");

    /// <summary>The lines of a text; none of an empty one.</summary>
    public static IEnumerable<string> LinesOf(Microsoft.CodeAnalysis.Text.SourceText text) => text.Length == 0 ? [] : text.Lines.Select(l => l.ToString());

    /// <summary>The entry for a finding, and whether it has lapsed.</summary>
    public (BaselineEntry Entry, bool IsExpired)? Find(string rule, string? member)
    {
        if (member is null)
            return null;

        foreach (var baseline in _baselines)
        {
            if (baseline.Find(rule, member) is { } entry)
                return (entry, entry.IsExpired(_today));
        }

        return null;
    }
}
