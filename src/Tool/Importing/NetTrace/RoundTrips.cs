using PerfAnalyzers.Tool.Capturing;
using CommandText = PerfAnalyzers.Collector.Recording.CommandText;

namespace PerfAnalyzers.Tool.Importing.NetTrace;

/// <summary>Commands and calls from their start to their end, by where they come from.</summary>
internal sealed class RoundTrips
{
    private const int MaxPending = 100_000;
    private const int MaxQueued = 500_000;

    private readonly List<DiagnosticEvent> _queue = [];
    private readonly Dictionary<string, Pending> _pending = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Pending> _readers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _openings = new(StringComparer.Ordinal);
    private readonly Dictionary<long, string> _onThread = [];
    private readonly Dictionary<SiteKey, int> _numbers = [];
    private readonly List<(SiteKey Key, SiteSums Sums)> _sites = [];
    private readonly Requests _requests = new();
    private readonly KnownStatements _statements = new();

    /// <summary>Takes an event; those of several threads are put in order before they are looked at.</summary>
    public void Add(DiagnosticEvent data)
    {
        _queue.Add(data);
        if (_queue.Count >= MaxQueued)
            Process();
    }

    /// <summary>Looks at everything that has come until now.</summary>
    public void Process()
    {
        foreach (var data in _queue.OrderBy(e => e.AtMs))
            Process(data);

        _queue.Clear();
    }

    /// <summary>Adds sites with the lines that called them, and endpoints.</summary>
    public void AddTo(Capture capture, SiteChains chains)
    {
        Process();
        var inRequests = new long[_sites.Count];
        var shares = new RequestShares(capture.Sites);
        foreach (var (request, site, calls, ms, rows) in _requests.Shares)
        {
            inRequests[site] += calls;
            shares.Add(request, Places(_sites[site].Key, chains), _sites[site].Key.Operation, calls, ms, rows);
        }

        shares.Finish();
        for (var i = 0; i < _sites.Count; i++)
        {
            var (key, sums) = _sites[i];
            if (inRequests[i] < sums.Calls)
                AddOutside(capture.Sites, Places(key, chains), key.Operation, sums, inRequests[i]);
        }

        _requests.AddTo(capture, _sites.Count > 0);
        _statements.AddTo(capture);
    }

    private static void AddOutside(SiteTable sites, IReadOnlyList<CodePlace> places, string operation, SiteSums sums, long inRequests)
    {
        // What was in requests was added with them; the rest is the same in kind.
        var share = (double)(sums.Calls - inRequests) / sums.Calls;
        for (var i = 0; i < places.Count; i++)
            sites.Add(places[i], operation, sums.Calls - inRequests, sums.Ms * share, sums.Rows * share, i == 0 ? null : places[0].Member);
    }

    // A stack without a line of the program begins at the scheduler. Then the line that opened the connection is the one that asks, and then the one in the text.
    private static IReadOnlyList<CodePlace> Places(SiteKey key, SiteChains chains)
    {
        if (chains.Of(key.Stack) is { Count: > 0 } own)
            return own;

        return chains.Of(key.Opening) is { Count: > 0 } opening ? opening : [key.Tag];
    }

    private void Process(DiagnosticEvent data)
    {
        switch (data.Phase)
        {
            case DiagnosticPhase.RequestStart:
                _requests.Start(data);
                break;
            case DiagnosticPhase.RequestMatched:
                _requests.Match(data);
                break;
            case DiagnosticPhase.RequestStop:
                _requests.Stop(data);
                break;
            case DiagnosticPhase.ConnectionOpening when data.ConnectionId is { } connection:
                Limit(_openings);
                _openings[connection] = data.Stack;
                break;
            case DiagnosticPhase.CommandStart or DiagnosticPhase.HttpStart:
                Start(data);
                break;
            case DiagnosticPhase.CommandStop or DiagnosticPhase.HttpStop:
                Stop(data);
                break;
            case DiagnosticPhase.ReaderEnd:
                EndReader(data);
                break;
        }
    }

    private static string? KeyOf(DiagnosticEvent data) => data.Id ?? (data.Activity != Guid.Empty ? "activity " + data.Activity : null);

    private void Start(DiagnosticEvent data)
    {
        // A provider tells again of a command that Entity Framework has told of, on the same thread.
        if (data.Phase == DiagnosticPhase.CommandStart && data.Source != "Microsoft.EntityFrameworkCore" &&
            _onThread.TryGetValue(data.Thread, out var outer) && _pending.ContainsKey(outer))
        {
            return;
        }

        if (KeyOf(data) is not { } key)
            return;

        var (operation, tag) = data.Phase == DiagnosticPhase.HttpStart ? ("http", CodePlace.Unknown) : _statements.Of(data.CommandText);
        var opening = data.ConnectionId is { } connection ? _openings.GetValueOrDefault(connection, -1) : -1;
        Limit(_pending);
        _pending[key] = new(new(data.Stack, opening, tag, operation), data, _requests.Around(data));
        if (data.Source == "Microsoft.EntityFrameworkCore")
        {
            Limit(_onThread);
            _onThread[data.Thread] = key;
        }
    }

    private void Stop(DiagnosticEvent data)
    {
        // An event at the end may know more than the one at the start did: the activity is what both have.
        Pending? pending = null;
        if ((data.Id is null || !_pending.Remove(data.Id, out pending)) && (data.Activity == Guid.Empty || !_pending.Remove("activity " + data.Activity, out pending)))
            return;

        var startMs = data.DurationMs is { } duration ? data.AtMs - duration : pending!.Start.AtMs;
        var number = NumberOf(pending!.Key);
        var sums = _sites[number].Sums;
        sums.Calls++;
        sums.Ms += Math.Max(0, data.AtMs - startMs);
        pending.Request?.Add(number, startMs, data.AtMs);
        if (pending.Start.CommandText is { } text)
            _statements.Add(text, 1, Math.Max(0, data.AtMs - startMs), null);

        if (data.Id is { } id && data.Phase == DiagnosticPhase.CommandStop)
        {
            Limit(_readers);
            _readers[id] = pending with { EndMs = data.AtMs };
        }
    }

    private void EndReader(DiagnosticEvent data)
    {
        if (data.Id is not { } id || !_readers.Remove(id, out var command))
            return;

        // EF Core reads the later commands of a split query past the one who counts: no number, and so no sum. Whoever reads a result asks for a row at least once.
        var rows = data.Rows == 0 && command.Key.Operation == CommandText.Read ? double.NaN : data.Rows;
        var number = NumberOf(command.Key);
        var sums = _sites[number].Sums;
        sums.Ms += Math.Max(0, data.AtMs - command.EndMs);
        sums.Rows = rows is null ? sums.Rows : (sums.Rows ?? 0) + rows;
        command.Request?.Extend(number, command.EndMs, data.AtMs, rows);
        if (command.Start.CommandText is { } text)
            _statements.Add(text, 0, Math.Max(0, data.AtMs - command.EndMs), rows);
    }

    private int NumberOf(SiteKey key)
    {
        if (_numbers.TryGetValue(key, out var number))
            return number;

        _sites.Add((key, new()));
        _numbers.Add(key, _sites.Count - 1);
        return _sites.Count - 1;
    }

    // What never ends must not fill the memory.
    private static void Limit<TKey, TValue>(Dictionary<TKey, TValue> table)
        where TKey : notnull
    {
        if (table.Count >= MaxPending)
            table.Clear();
    }

    private sealed record Pending(SiteKey Key, DiagnosticEvent Start, OpenRequest? Request, double EndMs = 0);
}
