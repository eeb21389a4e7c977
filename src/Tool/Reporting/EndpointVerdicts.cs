using System.Globalization;
using PerfAnalyzers.Collector.Symbols;
using PerfAnalyzers.EvidenceFormat;

namespace PerfAnalyzers.Tool.Reporting;

/// <summary>Judges the endpoints of a profile by what it knows about them and about the lines below them.</summary>
internal sealed class EndpointVerdicts
{
    /// <summary>More than this share of one kind makes it the endpoint's kind.</summary>
    private const double Most = 0.6;

    /// <summary>As many round trips for one execution are the reason, however long each of them takes.</summary>
    private const double ManyRoundTrips = 10;

    /// <summary>Less computing than this, of the time without a round trip, does not explain it.</summary>
    private const double Unexplained = 0.25;

    /// <summary>An endpoint that is less than this share of all time, and fast, is nothing to work on.</summary>
    private const double Little = 0.01;

    private const double FastMs = 50;

    private const string Wait = "wait";

    private readonly bool _hasStacks;
    private readonly List<EvidenceRecord> _sites;
    private readonly double _ioMs;
    private readonly double _restMs;
    private readonly double _allMs;
    private readonly double? _computedMs;

    public EndpointVerdicts(EvidenceProfile profile, bool hasStacks)
    {
        _hasStacks = hasStacks;
        _sites = [.. profile.OfKind(RecordKind.Site).OrderByDescending(s => s.TotalMs ?? 0)];
        var endpoints = profile.OfKind(RecordKind.Endpoint).ToList();
        _ioMs = endpoints.Sum(e => Count(e) * (e.Number(Field.IoMs) ?? 0));
        _restMs = endpoints.Sum(e => Count(e) * (e.Number(Field.CpuMs) ?? 0));
        _allMs = endpoints.Sum(TotalMs);
        _computedMs = profile.OfKind(RecordKind.Method).Any(m => m.SelfMs is not null) ? profile.OfKind(RecordKind.Method).Sum(new OwnTimes(profile).LeftOf) : null;
    }

    /// <summary>What an endpoint took in the whole profile, as well as it is known.</summary>
    public static double TotalMs(EvidenceRecord endpoint) =>
        Count(endpoint) * (endpoint.Number(Field.CpuMs) + endpoint.Number(Field.IoMs) ?? endpoint.Number(Field.P50Ms) ?? 0);

    public EndpointVerdict Of(EvidenceRecord endpoint)
    {
        if (endpoint.Number(Field.IoMs) is not { } io || endpoint.Number(Field.CpuMs) is not { } rest || io + rest <= 0)
            return new("not known", null, "Its round trips were not recorded. Measure it with `perfevidence run`, or import traces with the database's spans.");

        var share = io / (io + rest);
        if (io + rest < FastMs && TotalMs(endpoint) < Little * _allMs)
            return new(share >= Most ? "I/O-bound" : share > 1 - Most ? "mixed" : "CPU-bound", share, "Leave it: it is fast, and next to nothing of all time.");

        var trips = endpoint.Number(Field.RoundTrips) ?? 0;
        if (share >= Most)
        {
            return new("I/O-bound", share, trips >= ManyRoundTrips
                ? $"{Number(trips)} round trips for each execution{Mostly(endpoint)}. Look for the loop around it: PERF1001, PERF1003 and PERF1004 say how to ask once."
                : $"{Number(trips)} slow {(trips == 1 ? "round trip" : "round trips")} for each execution{Mostly(endpoint)}. Look at its plan with `EXPLAIN (ANALYZE, BUFFERS)`, then PERF1005 and PERF1006.");
        }

        if (WaitedMs(endpoint) is { } waited && waited >= Most * rest * Count(endpoint))
            return new("waiting", share, $"Threads were blocked for {Number(waited)} ms in all{At(_sites.Find(s => s.Operation == Wait))}. Let them await instead: PERF2001 and PERF2002.");

        if (share > 1 - Most)
            return new("mixed", share, $"{Number(trips)} round trips take about as long as everything else{Mostly(endpoint)}. Begin with them: {(trips >= ManyRoundTrips ? "they can be made fewer, PERF1001 and PERF1004" : "look at their plans, PERF1005 and PERF1006")}.");

        if (_computedMs < Unexplained * _restMs)
            return new("waiting", share, "Neither round trips nor computing that was sampled explain its time. Look for locks, delays, a thread pool without free threads and calls that nobody traces: PERF2001, and `dotnet-counters` for the pool's queue.");

        return new("CPU-bound", share, _hasStacks
            ? "Open the flame graph below: the widest bars are where it computes. If a thread waits there instead, PERF2001."
            : "It computes, or waits for what is not traced. A sampling profiler says where: `dotnet-trace collect`, then this report with its file; if threads wait, PERF2001.");
    }

    private static double Count(EvidenceRecord endpoint) => endpoint.Number(Field.Count) ?? 1;

    // The line that most of an endpoint's round trips come from: of its own handler, or of the profile when the endpoint is most of it.
    private string Mostly(EvidenceRecord endpoint)
    {
        var trips = _sites.Where(s => s.Operation != Wait).ToList();
        var site = endpoint[Field.Member] is { } member ? trips.Find(s => s.Key == member) : null;

        // A calling line says which member issued them.
        if (site is { Via: { } via })
            site = trips.Find(s => s.Key == via && s.Via is null);

        if (site is null && Count(endpoint) * (endpoint.Number(Field.IoMs) ?? 0) >= Most * _ioMs)
            site = trips.Find(s => s.Via is null);

        return site is null ? "" : ", most of it from" + At(site)[" at".Length..];
    }

    private double? WaitedMs(EvidenceRecord endpoint)
    {
        var waits = _sites.Where(s => s.Operation == Wait && s.TotalMs > 0).ToList();
        if (endpoint[Field.Member] is { } member && waits.Where(s => s.Key == member).ToList() is { Count: > 0 } own)
            return own.Sum(s => s.TotalMs ?? 0);

        // Whose waits they are is not known; they count for the endpoint that is most of the profile.
        var direct = waits.Where(s => s.Via is null).ToList();
        return direct.Count > 0 && Count(endpoint) * (endpoint.Number(Field.CpuMs) ?? 0) >= Most * _restMs ? direct.Sum(s => s.TotalMs ?? 0) : null;
    }

    private static string At(EvidenceRecord? site)
    {
        if (site is null)
            return "";

        var place = site.File is { } file ? $" ({file}{(site.SourceLine is { } line ? ":" + line.ToString(CultureInfo.InvariantCulture) : "")})" : "";
        var name = MemberName.Short(site.Key);
        return name == site.File ? $" at{place}" : $" at {name}{place}";
    }

    private static string Number(double value) => value.ToString(value < 10 ? "0.#" : "#,0", CultureInfo.InvariantCulture);
}
