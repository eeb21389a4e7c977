using System.Diagnostics;
using System.Runtime.CompilerServices;
using PerfAnalyzers.Collector.Recording;

namespace PerfAnalyzers.Collector.Scopes;

/// <summary>
/// The asynchronous flow that a scope was opened in. A request belongs to the flow that sent it: an in-memory server carries the flow over, and over a socket the
/// trace id does, because each flow has a trace of its own.
/// </summary>
internal sealed class ScopeFlow : IRecordedFlow
{
    private static readonly AsyncLocal<ScopeFlow?> s_current = new();
    private static readonly ConditionalWeakTable<Activity, StrongBox<ScopeFlow?>> s_owners = [];
    private static readonly List<ScopeFlow> s_open = [];

    private readonly ScopeFlow? _outer;
    private readonly Activity _trace;
    private volatile bool _closed;
    private volatile bool _lostRequests;

    private ScopeFlow(ScopeFlow? outer)
    {
        _outer = outer;

        // A flow that had a trace before shares it with whoever started it, which may be all tests.
        Activity.Current = null;
        _trace = new Activity("PerfAnalyzers.RoundTrips").SetIdFormat(ActivityIdFormat.W3C).Start();
    }

    /// <summary>Why the scope cannot know what belongs to it; null when it does.</summary>
    public string? LostRequestsMessage => !_lostRequests ? null :
        "A request to an in-memory server was not counted: the server does not carry over which test sent it. " +
        "Set 'PreserveExecutionContext = true' on the TestServer before its first client is created (of a WebApplicationFactory: factory.Server).";

    public bool IsCurrent => !_closed && IsAround(s_current.Value);

    /// <summary>Opens a flow; whatever the caller starts from now on is in it.</summary>
    public static ScopeFlow Open()
    {
        var flow = new ScopeFlow(s_current.Value);
        s_current.Value = flow;
        lock (s_open)
            s_open.Add(flow);

        return flow;
    }

    /// <summary>Whether the flow, or one opened within it, sent the request.</summary>
    public bool Owns(object httpContext)
    {
        // Asked by every open scope, and answered once: the request has an activity of its own.
        var owner = Activity.Current is { } request ? s_owners.GetValue(request, _ => new(Sender(httpContext))).Value : Sender(httpContext);
        return !_closed && IsAround(owner);
    }

    /// <summary>Nothing is in the flow any more.</summary>
    public void Close()
    {
        _closed = true;
        lock (s_open)
            s_open.Remove(this);

        if (s_current.Value == this)
            s_current.Value = _outer;

        _trace.Stop();
    }

    private static ScopeFlow? Sender(object httpContext)
    {
        if (s_current.Value is { } current)
        {
            while (current is { _closed: true })
                current = current._outer;

            return current;
        }

        lock (s_open)
        {
            if (Activity.Current is { } request && s_open.Find(f => f._trace.TraceId == request.TraceId) is { } traced)
                return traced;

            if (!InMemoryServer.LosesFlow(httpContext))
                return null;

            // Also where a single scope is open: another test, which has none, may have sent it.
            s_open.ForEach(f => f._lostRequests = true);
            return null;
        }
    }

    private bool IsAround(ScopeFlow? inner)
    {
        for (var flow = inner; flow is not null; flow = flow._outer)
        {
            if (flow == this)
                return true;
        }

        return false;
    }
}
