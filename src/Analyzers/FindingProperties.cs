using System.Collections.Immutable;
using System.Globalization;
using PerfAnalyzers.Evidence;

namespace PerfAnalyzers;

/// <summary>What a diagnostic carries for programs: fixes, the tool, a SARIF log.</summary>
internal static class FindingProperties
{
    /// <summary>The documentation id of the member that a finding is about; null for what is in none.</summary>
    public static string? MemberOf(Finding finding) => EvidenceIndex.IdsOf(finding.Member).FirstOrDefault();

    /// <summary>The properties.</summary>
    /// <param name="finding">What is reported.</param>
    /// <param name="verdict">What evidence says of it.</param>
    /// <param name="rank">Why it is less than a warning; null when it is one.</param>
    /// <param name="until">The day until which a baseline lets it through; null when none does.</param>
    public static ImmutableDictionary<string, string?> Of(Finding finding, Verdict verdict, string? rank, string? until)
    {
        var properties = ImmutableDictionary.CreateBuilder<string, string?>();
        properties["perf.state"] = verdict.State.ToString().ToLowerInvariant();
        if (MemberOf(finding) is { } member)
            properties["perf.member"] = member;

        if (until is not null)
            properties["perf.baseline"] = until;

        if (finding.IsLikelyOnly)
            properties["perf.likely"] = "true";

        if (rank is not null)
            properties["perf.rank"] = rank;

        if (finding.Advice.Length > 0)
            properties["perf.advice"] = finding.Advice;

        if (finding.Twin.Length > 0)
            properties["perf.twin"] = finding.Twin;

        if (finding.Chain.Length > 0)
            properties["perf.chain"] = finding.Chain;

        foreach (var told in finding.ForFix)
            properties[told.Key] = told.Value;

        if (finding.Table is { } table)
        {
            properties["perf.entity"] = table.Entity;
            properties["perf.columns"] = string.Join(",", table.Columns);
        }

        if (verdict.Measurement is { } measured)
        {
            properties["perf.calls"] = Invariant(measured.Calls);
            properties["perf.perRoot"] = Invariant(measured.PerRoot);
            properties["perf.totalMs"] = Invariant(measured.TotalMs);
            properties["perf.share"] = Invariant(measured.Share);
            properties["perf.profile"] = measured.Profile.Name;
            if (measured.GrowthBytesPerMin is { } growth)
                properties["perf.growthBytesPerMin"] = Invariant(growth);
        }

        return properties.ToImmutable();

        static string? Invariant(double? value) => value?.ToString("0.####", CultureInfo.InvariantCulture);
    }
}
