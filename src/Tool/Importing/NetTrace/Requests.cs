using PerfAnalyzers.Tool.Capturing;
using PerfAnalyzers.Tool.Naming;

namespace PerfAnalyzers.Tool.Importing.NetTrace;

/// <summary>Requests that a program handles, and which round trip was made for which.</summary>
internal sealed class Requests
{
    private const int MaxOpen = 100_000;
    private const int MaxShares = 5_000_000;

    private readonly Dictionary<Guid, OpenRequest> _byActivity = [];
    private readonly Dictionary<string, OpenRequest> _byTrace = new(StringComparer.Ordinal);
    private readonly Dictionary<string, OpenRequest> _byId = new(StringComparer.Ordinal);
    private readonly List<(string Name, MemberKey? Handler, double Ms, double IoMs, long RoundTrips)> _done = [];
    private readonly List<(int Request, int Site, long Calls, double Ms, double? Rows)> _shares = [];

    /// <summary>Whether there were any.</summary>
    public bool Any => _done.Count > 0;

    /// <summary>What each request made of each site: the number of the request and of the site.</summary>
    public IReadOnlyList<(int Request, int Site, long Calls, double Ms, double? Rows)> Shares => _shares;

    /// <summary>A request begins, or more is known of one that has.</summary>
    public void Start(DiagnosticEvent data)
    {
        if (_byActivity.Count > MaxOpen || _byTrace.Count > MaxOpen || _byId.Count > MaxOpen)
            Forget();

        // Two sources tell of one request: what began first is it.
        var key = ActivityPath.Key(data.Activity);
        if (key != Guid.Empty && (_byActivity.ContainsKey(key) || ActivityPath.Around(data.Activity).Any(_byActivity.ContainsKey)))
            return;

        var request = new OpenRequest($"{data.Method ?? "HTTP"} {data.Route ?? "(unknown route)"}", data.AtMs);
        if (key != Guid.Empty)
            _byActivity[key] = request;

        if (data.TraceId is { } trace)
            _byTrace.TryAdd(trace, request);

        if (data.Id is { } id)
            _byId[id] = request;
    }

    /// <summary>What handles a request, and with it its route.</summary>
    public void Match(DiagnosticEvent data)
    {
        if (Around(data) is not { } request)
            return;

        // Shop.AccountsController.Summary (Shop)
        if (data.Handler?.Split(" (", 2) is [var member, var module] && !member.Contains(' '))
            request.Handler = DotNetName.OfMember(member, null, module.TrimEnd(')'))?.Key;

        if (data.Route is { } route)
            request.Name = request.Name[..(request.Name.IndexOf(' ') + 1)] + route;
    }

    /// <summary>A request ends.</summary>
    public void Stop(DiagnosticEvent data)
    {
        OpenRequest? request = null;
        if (data.Id is null || !_byId.Remove(data.Id, out request))
            _byActivity.Remove(ActivityPath.Key(data.Activity), out request);
        else
            _byActivity.Remove(ActivityPath.Key(data.Activity));

        if (request is null)
            return;

        if (data.TraceId is { } trace && _byTrace.GetValueOrDefault(trace) == request)
            _byTrace.Remove(trace);

        // The route is matched after the request has begun.
        var name = data.Route is { } route && data.Method is { } method ? $"{method} {route}" : request.Name;
        _done.Add((name, request.Handler, Math.Max(0, data.AtMs - request.StartMs), request.IoMs(), request.RoundTrips));
        foreach (var (site, (calls, ms, rows)) in request.Sites)
        {
            if (_shares.Count < MaxShares)
                _shares.Add((_done.Count - 1, site, calls, ms, rows));
        }
    }

    /// <summary>The request in which something happens, or null.</summary>
    public OpenRequest? Around(DiagnosticEvent data)
    {
        if (data.TraceId is { } trace && _byTrace.TryGetValue(trace, out var traced))
            return traced;

        if (_byActivity.Count == 0 || data.Activity == Guid.Empty)
            return null;

        if (_byActivity.TryGetValue(ActivityPath.Key(data.Activity), out var same))
            return same;

        foreach (var activity in ActivityPath.Around(data.Activity))
        {
            if (_byActivity.TryGetValue(activity, out var around))
                return around;
        }

        return null;
    }

    /// <summary>Adds the requests that ended.</summary>
    public void AddTo(Capture capture, bool knowsRoundTrips)
    {
        foreach (var (name, handler, ms, ioMs, roundTrips) in _done)
        {
            var endpoint = capture.Endpoint(name);
            endpoint.Member ??= handler;
            endpoint.Add(ms, knowsRoundTrips ? ioMs : null, knowsRoundTrips ? roundTrips : null);
        }
    }

    private void Forget()
    {
        _byActivity.Clear();
        _byTrace.Clear();
        _byId.Clear();
    }
}
