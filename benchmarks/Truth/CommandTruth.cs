using System.Globalization;
using PerfAnalyzers.EvidenceFormat;
using PerfAnalyzers.Tool.Reading;

namespace PerfAnalyzers.Benchmarks.Truth;

/// <summary>Compares what evidence says of each line with what a <see cref="CommandLog"/> of the same run has.</summary>
internal static class CommandTruth
{
    /// <summary>Prints the lines that differ, and the sums; answers 1 when something does.</summary>
    public static int Compare(string log, string evidence)
    {
        var truth = File.ReadLines(log).CountBy(l => l).ToDictionary(l => l.Key, l => (double)l.Value);
        var sites = EvidenceReader.Read(evidence).Profiles
            .SelectMany(p => p.OfKind(RecordKind.Site))
            .Where(s => s.Via is null && s.Operation is "db.read" or "db.write")
            .GroupBy(s => $"{s.File}:{s.SourceLine?.ToString(CultureInfo.InvariantCulture)}", s => s.Calls ?? 0)
            .ToDictionary(s => s.Key, s => s.Sum());
        var (same, seen) = (0, new HashSet<string>(StringComparer.Ordinal));
        foreach (var (line, commands) in truth.OrderByDescending(t => t.Value))
        {
            // Evidence has files below the repository.
            var site = sites.Keys.FirstOrDefault(s => line == s || line.EndsWith("/" + s, StringComparison.Ordinal));
            var recorded = site is null ? 0 : sites[site];
            if (site is not null)
                seen.Add(site);

            if (recorded == commands)
                same++;
            else
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{line}: {commands} in the log, {recorded} in the evidence"));
        }

        foreach (var (line, commands) in sites.Where(s => !seen.Contains(s.Key)))
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{line}: none in the log, {commands} in the evidence"));

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{same} of {truth.Count} lines have the same count; {truth.Values.Sum()} commands in the log, {sites.Values.Sum()} in the evidence"));
        return same == truth.Count && seen.Count == sites.Count ? 0 : 1;
    }
}
