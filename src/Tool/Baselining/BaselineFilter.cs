using Microsoft.CodeAnalysis;
using PerfAnalyzers.EvidenceFormat;
using PerfAnalyzers.Tool.Scanning;

namespace PerfAnalyzers.Tool.Baselining;

/// <summary>Findings that a baseline lets through become information that says so; what it has beyond what was found is told.</summary>
internal sealed class BaselineFilter(Baseline baseline, string today)
{
    private readonly Dictionary<BaselineEntry, int> _found = [];

    /// <summary>Entries for which nothing, or less, was found: they can be removed.</summary>
    public IEnumerable<string> Stale => baseline.Entries.Where(e => _found.GetValueOrDefault(e) < e.Count)
        .Select(e => _found.GetValueOrDefault(e) is var n and > 0 ? $"{e.Rule} {e.Key}: {n} of {e.Count} found; lower count=" : $"{e.Rule} {e.Key}: not found any more; remove it");

    /// <summary>A finding as it is reported now.</summary>
    public ScanFinding Apply(ScanFinding finding)
    {
        // What the build's own baseline has let through already is one of those that this one lists.
        if ((!finding.IsWarning && !finding.IsKnown) || baseline.Find(finding.Id, finding.Key) is not { } entry)
            return finding;

        var number = _found[entry] = _found.GetValueOrDefault(entry) + 1;
        if (finding.IsKnown)
            return finding;

        return number > entry.Count ? finding with { Message = $"{finding.Message} (the baseline lists {entry.Count} of these)" }
            : entry.IsExpired(today) ? finding with { Message = $"{finding.Message} (the baseline let it through until {entry.Expires})" }
            : finding with { Severity = DiagnosticSeverity.Info, Message = $"{finding.Message} - {entry}", Properties = finding.Properties.SetItem(ScanFinding.KnownProperty, entry.Expires) };
    }
}
