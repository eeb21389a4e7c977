using System.Diagnostics;
using System.Runtime.InteropServices;

namespace PerfAnalyzers.Collector.Recording;

/// <summary>One request, or the whole process where there is none: what executions are counted per. Guarded by the recorder's lock.</summary>
internal sealed class RootOperation(object? context, long start)
{
    private readonly Dictionary<SiteStats, RootSite> _sites = [];
    private SiteStats[]? _lastSites;
    private RootSite[] _lastCounts = [];
    private int _active;
    private long _activeSince;
    private long _ioTicks;
    private bool _ended;

    /// <summary>The framework's object for the request, until it ends; null for the process.</summary>
    public object? Context { get; private set; } = context;

    public long Start { get; } = start;

    /// <summary>Route pattern and handler, once known.</summary>
    public EndpointName? Endpoint { get; set; }

    public long RoundTrips { get; private set; }

    /// <summary>The time in which at least one command was under way, overlapping commands counted once.</summary>
    public TimeSpan IoTime(long now) => Stopwatch.GetElapsedTime(0, _ioTicks + (_active > 0 ? now - _activeSince : 0));

    /// <summary>A round trip is under way.</summary>
    public void Begin(long now)
    {
        if (_active++ == 0)
            _activeSince = now;
    }

    /// <summary>A round trip counts, at these sites.</summary>
    public void Count(SiteStats[] sites, int? key)
    {
        RoundTrips++;

        // What repeats comes from one line again and again.
        if (!ReferenceEquals(sites, _lastSites))
            (_lastSites, _lastCounts) = (sites, Counts(sites));

        for (var i = 0; i < sites.Length; i++)
            _lastCounts[i].Add(sites[i], key);
    }

    /// <summary>How often each line ran.</summary>
    public IReadOnlyList<(SiteStats Site, long Calls)> Sites() => [.. _sites.Select(s => (s.Key, s.Value.Calls))];

    private RootSite[] Counts(SiteStats[] sites)
    {
        var counts = new RootSite[sites.Length];
#pragma warning disable PERF3001 // As many as the program has lines that issue or cause commands.
        for (var i = 0; i < sites.Length; i++)
            counts[i] = CollectionsMarshal.GetValueRefOrAddDefault(_sites, sites[i], out _) ??= new();
#pragma warning restore PERF3001

        return counts;
    }

    public void Complete(long now)
    {
        if (!_ended && --_active == 0)
            _ioTicks += now - _activeSince;
    }

    /// <summary>What began then was no round trip. Where others were under way before, the time until then is theirs.</summary>
    public void Withdraw(long begun)
    {
        if (!_ended && --_active == 0)
            _ioTicks += begun - _activeSince;
    }

    public void End(long now)
    {
        if (_active > 0)
            _ioTicks += now - _activeSince;

        _active = 0;
        _ended = true;
        Context = null;
    }
}
