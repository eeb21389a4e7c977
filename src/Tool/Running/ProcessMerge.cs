using PerfAnalyzers.EvidenceFormat;

namespace PerfAnalyzers.Tool.Running;

/// <summary>
/// One profile out of what several processes recorded. Counts and sums add up; of percentiles that cannot be added, the worst stays.
/// </summary>
internal static class ProcessMerge
{
    private static readonly string[] Summed = [Field.Calls, Field.Roots, Field.Rows, Field.TotalMs, Field.Count];
    private static readonly string[] Greatest = [Field.MaxPerRoot, Field.MaxRoundTrips, Field.P50Ms, Field.P95Ms, Field.P99Ms];
    private static readonly string[] MeansPerCount = [Field.CpuMs, Field.IoMs, Field.RoundTrips];

    /// <summary>The sum of a numeric header field.</summary>
    public static double Sum(IEnumerable<EvidenceProfile> processes, string field) => processes.Sum(p => p.Header.Number(field) ?? 0);

    /// <summary>All records, those of the same thing merged into one.</summary>
    public static IReadOnlyList<EvidenceRecord> Records(IEnumerable<EvidenceProfile> processes) =>
        [.. processes
            .SelectMany(p => p.Records)
            .GroupBy(r => (r.Kind, r.Key, r.File, r.SourceLine, r.Operation, r.Via))
            .Select(g => g.Aggregate(Merge))];

    private static EvidenceRecord Merge(EvidenceRecord a, EvidenceRecord b)
    {
        var fields = new FieldList();
        foreach (var name in a.Fields.Concat(b.Fields).Select(f => f.Key).Distinct(StringComparer.Ordinal))
            fields.Add(name, Merge(name, a, b));

        return new(a.Kind, a.Key, fields);
    }

    private static string? Merge(string field, EvidenceRecord a, EvidenceRecord b)
    {
        if (field == Field.PerRoot)
            return EvidenceWriter.Number((((a.PerRoot * a.Roots) ?? 0) + ((b.PerRoot * b.Roots) ?? 0)) / Math.Max(1, (a.Roots ?? 0) + (b.Roots ?? 0)));

        // Outside of requests in one process and within one in another is both.
        if (field == Field.Root)
            return a[field] == b[field] ? a[field] : null;

        if (field == Field.Keys && a[field] is { } first && b[field] is { } second)
            return first == second ? first : "mixed";

        if (a.Number(field) is not { } x || b.Number(field) is not { } y)
            return a[field] ?? b[field];

        if (Array.IndexOf(Summed, field) >= 0)
            return EvidenceWriter.Number(x + y);

        if (Array.IndexOf(Greatest, field) >= 0)
            return EvidenceWriter.Number(Math.Max(x, y));

        if (Array.IndexOf(MeansPerCount, field) >= 0 && a.Number(Field.Count) + b.Number(Field.Count) is > 0 and { } count)
            return EvidenceWriter.Number(((x * a.Number(Field.Count) ?? 0) + (y * b.Number(Field.Count) ?? 0)) / count);

        return a[field];
    }
}
