using PerfAnalyzers.Collector.Recording;
using PerfAnalyzers.Collector.Symbols;
using PerfAnalyzers.EvidenceFormat;

namespace PerfAnalyzers.Collector.Session;

/// <summary>Turns the recorder's numbers into evidence records.</summary>
internal static class EvidenceSnapshot
{
    /// <summary>What the endpoint of a program without requests is called, before the program's name.</summary>
    public const string ProcessPrefix = "process ";

    /// <summary>The profile of one process so far.</summary>
    public static EvidenceProfile Take(Recorder recorder, string processName, SourceFrame? entryPoint, TimeSpan duration) => recorder.Read(state =>
    {
        var records = new List<EvidenceRecord>();
        long roots = 0;
        double rootMs = 0;
        foreach (var (name, endpoint) in state.Endpoints)
        {
            roots += endpoint.Count;
            rootMs += endpoint.TotalMs;
            records.Add(Endpoint(name, endpoint));
        }

        // A program without requests is one operation from start to end.
        if (roots == 0)
        {
            var whole = new EndpointStats { Member = entryPoint?.Member, File = entryPoint?.File, Line = entryPoint?.Line ?? 0, Checksum = entryPoint?.Checksum };
            whole.Add(duration, state.Process.IoTime(System.Diagnostics.Stopwatch.GetTimestamp()), state.Process.RoundTrips);
            records.Add(Endpoint(ProcessPrefix + processName, whole));
            roots = 1;
            rootMs = duration.TotalMilliseconds;
        }

        // Where there are requests, what ran outside of them, at start-up or beside them, is no execution of theirs.
        var outside = (state.Endpoints.Count == 0 ? [] : state.Process.Sites()).ToDictionary(s => s.Site, s => s.Calls);
        foreach (var site in state.Sites)
            records.Add(Site(site, outside.GetValueOrDefault(site)));

        var header = new FieldList()
            .Add(Field.Tool, "perfevidence-collector")
            .Add(Field.DurationMs, duration.TotalMilliseconds)
            .Add(Field.Roots, roots)
            .Add(Field.RootMs, rootMs)
            .Add(Field.Unattributed, state.Unattributed, when: state.Unattributed > 0)
            .Add(Field.Unit, "wall");
        return new EvidenceProfile(new(RecordKind.Profile, processName, header), records);
    });

    private static EvidenceRecord Endpoint(string name, EndpointStats endpoint)
    {
        var sorted = endpoint.SortedDurations();
        var fields = new FieldList()
            .Add(Field.Member, endpoint.Member)
            .Add(Field.File, endpoint.File)
            .Add(Field.Line, endpoint.Line, when: endpoint.Line > 0)
            .Add(Field.Checksum, endpoint.Checksum)
            .Add(Field.Count, endpoint.Count)
            .Add(Field.P50Ms, EndpointStats.Percentile(sorted, 0.50))
            .Add(Field.P95Ms, EndpointStats.Percentile(sorted, 0.95))
            .Add(Field.P99Ms, EndpointStats.Percentile(sorted, 0.99))
            .Add(Field.CpuMs, endpoint.MeanRestMs)
            .Add(Field.IoMs, endpoint.MeanIoMs)
            .Add(Field.RoundTrips, endpoint.MeanRoundTrips)
            .Add(Field.MaxRoundTrips, endpoint.MaxRoundTrips);
        return new(RecordKind.Endpoint, name, fields);
    }

    private static EvidenceRecord Site(SiteStats site, long outside)
    {
        var isOutside = outside == site.Calls;
        var roots = isOutside || outside == 0 ? site.Roots : site.Roots - 1;
        var calls = isOutside ? site.Calls : site.Calls - outside;
        var fields = new FieldList()
            .Add(Field.File, site.Frame.File)
            .Add(Field.Line, site.Frame.Line, when: site.Frame.Line > 0)
            .Add(Field.Checksum, site.Frame.Checksum)
            .Add(Field.Operation, site.Operation)
            .Add(Field.Calls, site.Calls)
            .Add(Field.Root, isOutside ? "process" : null)
            .Add(Field.Roots, roots)
            .Add(Field.PerRoot, (double)calls / Math.Max(1, roots))
            .Add(Field.MaxPerRoot, site.MaxPerRoot)
            .Add(Field.Keys, site.Keys)
            .Add(Field.Rows, site.Rows, when: site is { RowsKnown: true, RowsUnknown: false })
            .Add(Field.TotalMs, Math.Max(0, site.Total.TotalMilliseconds))
            .Add(Field.Via, site.Via);
        return new(RecordKind.Site, site.Frame.Member, fields);
    }
}
