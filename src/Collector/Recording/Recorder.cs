using System.Data.Common;
using System.Diagnostics;
using PerfAnalyzers.Collector.Stacks;

namespace PerfAnalyzers.Collector.Recording;

/// <summary>
/// Counts every command and adds up its time, by the line that issued it, the lines that led there and the root operation it ran in.
/// One lock guards the numbers; stacks are walked outside of it.
/// </summary>
internal sealed class Recorder
{
    private readonly object _gate = new();
    private readonly AsyncLocal<RootOperation?> _current = new();
    private readonly SitePolicy _policy;
    private readonly IRecordedFlow? _flow;
    private readonly StackWalker _walker;
    private readonly SiteTable _sites = new();
    private readonly Dictionary<string, EndpointStats> _endpoints = new(StringComparer.Ordinal);
    private readonly CommandsUnderWay _underWay = new();
    private readonly ConnectionSites _connectionSites;
    private readonly Func<Guid, bool, CallChain?> _walkCommand;
    private long _version;
    private long _unattributed;
    private int _openRequests;

    /// <param name="walker">Takes the stacks.</param>
    /// <param name="flow">What belongs to the recording; null when everything in the process does.</param>
    /// <param name="walksAll">Whether the stack of each command is walked, so that the counts of lines are exact whatever comes when.</param>
    public Recorder(StackWalker walker, IRecordedFlow? flow = null, bool walksAll = false)
    {
        _walker = walker;
        _flow = flow;
        _policy = new(WalkRate.First, walksAll);
        _connectionSites = new(walker);
        _walkCommand = (connection, isRepeated) => _connectionSites.Resolve(connection, walker.Walk(isRepeated));
        Process = new(null, Stopwatch.GetTimestamp());
    }

    /// <summary>The root operation of everything that runs outside of a request.</summary>
    public RootOperation Process { get; }

    /// <summary>Finds the endpoint of a request's framework object; set once the web framework is seen.</summary>
    public Func<object, EndpointName?>? ResolveEndpoint { get; set; }

    /// <summary>Changes whenever there is something new to write; 0 while nothing was recorded.</summary>
    public long Version => Interlocked.Read(ref _version);

    /// <summary>Whether what happens in this asynchronous flow is recorded.</summary>
    public bool Records => _flow is null || _current.Value is not null || _flow.IsCurrent;

    /// <summary>Starts a request; the asynchronous flow it was started in belongs to it until <see cref="EndRequest"/>.</summary>
    public void BeginRequest(object context)
    {
        if (_flow?.Owns(context) == false)
            return;

        _current.Value = new(context, Stopwatch.GetTimestamp());
        lock (_gate)
            _openRequests++;
    }

    /// <summary>The framework says what handles the current request; asked where nobody could tell before.</summary>
    public void EndpointChosen(Func<EndpointName> name)
    {
        if (_current.Value is { } root && Endpoint(root) is null)
            root.Endpoint = name();
    }

    public void EndRequest()
    {
        if (_current.Value is not { } root)
            return;

        _current.Value = null;
        var now = Stopwatch.GetTimestamp();
        var name = Endpoint(root) ?? new("(no endpoint)", null);
        var member = name.Handler is { } handler ? _walker.FirstLine(handler) : null;
        lock (_gate)
        {
            root.End(now);
            if (!_endpoints.TryGetValue(name.Name, out var stats))
                _endpoints.Add(name.Name, stats = new() { Handler = name.Handler, Member = member?.Member, File = member?.File, Line = member?.Line ?? 0, Checksum = member?.Checksum });

            // Only who judges single requests asks which lines the worst of them ran.
            if (_flow is not null && root.RoundTrips > stats.MaxRoundTrips)
                stats.WorstSites = root.Sites();

            stats.Add(Stopwatch.GetElapsedTime(root.Start, now), root.IoTime(now), root.RoundTrips);
            _version++;
            _openRequests--;
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>Waits until the requests that have begun have ended: a client has its response before the server is through with the request.</summary>
    public void AwaitRequests(TimeSpan limit)
    {
        var since = Stopwatch.GetTimestamp();
        lock (_gate)
        {
            while (_openRequests > 0 && limit - Stopwatch.GetElapsedTime(since) is { Ticks: > 0 } rest)
                Monitor.Wait(_gate, rest);
        }
    }

    /// <summary>Whether a command is under way that ends when it was executed.</summary>
    public bool AwaitsExecuted => _underWay.AwaitsExecuted;

    /// <summary>Whether it is to be told of the next connection that is opened.</summary>
    public bool WantsOpening => Records && _connectionSites.WantsOpening();

    /// <summary>The line that opens a connection: opening may wait, and then the command itself is issued from a bare stack.</summary>
    public void ConnectionOpening(Guid connection)
    {
        if (Records)
            _connectionSites.Opening(connection);
    }

    /// <summary>The line for which a connection that is open waits for something before its commands are sent.</summary>
    public void ConnectionUsed(Guid connection)
    {
        if (Records)
            _connectionSites.Used(connection);
    }

    /// <summary>A command is about to be sent, on its caller's stack.</summary>
    /// <param name="statement">Its text.</param>
    /// <param name="command">The command.</param>
    /// <param name="returnsRows">Whether it returns rows.</param>
    /// <param name="connection">Its connection; empty where that is not known.</param>
    /// <param name="id">What its end is to be found by; empty where whoever began it keeps it.</param>
    /// <param name="endsWithReader">Whether it ends when its reader does, so that nobody needs to know when it was executed.</param>
    public PendingCommand Begin(StatementText statement, DbCommand command, bool returnsRows, Guid connection, Guid id = default, bool endsWithReader = false)
    {
        var root = _current.Value ?? Process;
        var endpoint = root.Context is null ? null : Endpoint(root);
        var operation = statement.Operation(returnsRows);
        var chain = _policy.Chain(endpoint?.Name, statement, connection, _walkCommand) ?? HandlerChain(endpoint);
        var key = KeyHash.Of(statement, command);
        lock (_gate)
        {
            var now = Stopwatch.GetTimestamp();
            var pending = new PendingCommand(root, connection, now) { EndsWithReader = endsWithReader };
            var isFound = _underWay.Add(pending, id);
            root.Begin(now);
            Count(pending, chain, operation, key);
            if (!isFound)
                End(pending, rows: null);

            return pending;
        }
    }

    /// <summary>The lines that are about to ask for something, and are on the stack now.</summary>
    /// <param name="target">Whom they ask, so that not every stack is walked.</param>
    public CallChain? Caller(string target)
    {
        var root = _current.Value ?? Process;
        return _policy.Chain(root.Context is null ? null : Endpoint(root)?.Name, StatementText.Of(target), Guid.Empty, _walkCommand);
    }

    /// <summary>
    /// A round trip starts of which only its end will tell what it was. Its stack must be walked now, because then its caller will be gone.
    /// </summary>
    /// <param name="target">What is known of it now, so that not every stack is walked; null when nothing is.</param>
    /// <param name="caller">Where it comes from, when that is known already.</param>
    public PendingCommand BeginUnknown(string? target = null, CallChain? caller = null)
    {
        var root = _current.Value ?? Process;
        var endpoint = root.Context is null ? null : Endpoint(root);
        var chain = caller ?? (target is null ? _walker.Walk(isRepeated: true) : _policy.Chain(endpoint?.Name, StatementText.Of(target), Guid.Empty, _walkCommand)) ?? HandlerChain(endpoint);
        lock (_gate)
        {
            var now = Stopwatch.GetTimestamp();
            root.Begin(now);
            return new(root, Guid.Empty, now) { Chain = chain };
        }
    }

    /// <summary>Ends what <see cref="BeginUnknown"/> began; without an operation it was no round trip and does not count.</summary>
    public void CompleteUnknown(PendingCommand pending, string? operation, int? key = null)
    {
        if (operation is not null)
        {
            lock (_gate)
                Count(pending, pending.Chain, operation, key);
        }

        Complete(pending, rows: null);
    }

    /// <summary>What <see cref="BeginUnknown"/> began is no round trip, and nobody waits for another system meanwhile.</summary>
    public void Withdraw(PendingCommand pending)
    {
        lock (_gate)
        {
            if (pending.Completed)
                return;

            pending.Completed = true;
            pending.Root.Withdraw(pending.Start);
        }
    }

    /// <summary>Nothing more will be heard of the command.</summary>
    public void Complete(PendingCommand pending, int? rows)
    {
        lock (_gate)
            End(pending, rows);
    }

    /// <summary>The same of a command that was begun with an id.</summary>
    public void Complete(Guid id, int? rows)
    {
        lock (_gate)
        {
            if (_underWay.Take(id) is { } pending)
                End(pending, rows);
        }
    }

    /// <summary>Everything so far, for the writer.</summary>
    public T Read<T>(Func<RecordedState, T> read)
    {
        lock (_gate)
            return read(new(_sites.All, _endpoints, Process, _unattributed));
    }

    private void End(PendingCommand pending, int? rows)
    {
        if (pending.Completed)
            return;

        // Measured here and not taken from the library's event: that clock also runs while the stack is walked.
        var now = Stopwatch.GetTimestamp();
        var elapsed = Stopwatch.GetElapsedTime(pending.Start, now);
        var own = elapsed > pending.Nested ? elapsed - pending.Nested : TimeSpan.Zero;
        pending.Completed = true;
        pending.Root.Complete(now);

        // EF Core reads the later commands of a split query past the one who counts. Whoever reads a result asks for a row at least once.
        var isUncounted = rows == 0 && pending.Sites is [{ Operation: CommandText.Read }, ..];
        foreach (var site in pending.Sites)
        {
            site.Total += own;
            site.Rows += rows ?? 0;
            site.RowsKnown |= rows is not null;
            site.RowsUnknown |= isUncounted;
        }

        if (pending.Outer is { Completed: false } outer)
            outer.Nested += elapsed;

        _underWay.End(pending);
        _version++;
    }

    private void Count(PendingCommand pending, CallChain? chain, string operation, int? key)
    {
        if (chain is null)
            _unattributed++;
        else
            pending.Sites = _sites.Of(chain, operation);

        pending.Root.Count(pending.Sites, key);
        _version++;
    }

    private EndpointName? Endpoint(RootOperation root) =>
        root.Endpoint ??= root.Context is { } context ? ResolveEndpoint?.Invoke(context) : null;

    // A small synchronous action may be inlined into the framework's generated code: then the stack has no user frame, but the endpoint knows it.
    private CallChain? HandlerChain(EndpointName? endpoint) =>
        endpoint?.Handler is { } handler && _walker.FirstLine(handler) is { } line
            ? new([line], truncated: false)
            : null;
}
