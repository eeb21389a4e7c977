using System.Globalization;
using PerfAnalyzers.Tool.Capturing;

namespace PerfAnalyzers.Tool.Tracing;

/// <summary>What spans say, whichever tracer wrote them: endpoints with their round trips, call sites, statements, and the slowest executions.</summary>
internal sealed class TraceAnalysis
{
    /// <summary>Of a trace of more spans than this, which is not that of one request, only the longest execution is drawn.</summary>
    private const int MaxDrawn = 5_000;

    private readonly SpanStore _store;
    private readonly Capture _capture;
    private readonly TraceTree _tree;
    private readonly TraceCalls _calls;
    private readonly RootSums _roots;
    private readonly CallSums _sums;
    private readonly EndpointRepetitions _repetitions;
    private readonly Waterfall _waterfall;

    private TraceAnalysis(SpanStore store, Capture capture)
    {
        (_store, _capture) = (store, capture);
        _tree = new(store);
        _calls = new(store, _tree);
        _roots = new(store, _tree, _calls);
        _sums = new(store, capture, _tree, _calls);
        _repetitions = new(store);
        _waterfall = new(store, _tree, _calls);
    }

    /// <summary>Adds what the spans of a store say to a capture.</summary>
    public static void Run(SpanStore store, Capture capture)
    {
        if (store.Count > 0)
            new TraceAnalysis(store, capture).Run();
    }

    private void Run()
    {
        _roots.FindServices();
        var (traces, rows) = ByTrace();
        for (int start = 0, end; start < rows.Length; start = end)
        {
            for (end = start + 1; end < rows.Length && traces[end] == traces[start]; end++)
            {
            }

            _tree.Build(rows.AsSpan(start, end - start));
            _calls.Read();
            AddTrace();
        }

        _sums.Finish();
        _repetitions.Tell(_capture);
        TellAbout();
    }

    private void AddTrace()
    {
        _roots.Read();
        _sums.Add();
        foreach (var (root, span, count) in _calls.Repetitions)
        {
            if (root >= 0)
                _repetitions.Add(_tree.ShapeOf(root).Name, _calls.ShapeOf(span), _tree[span].Shape, count);
        }

        var longest = -1;
        for (var span = 0; span < _tree.Count; span++)
        {
            if (_tree.RootOf(span) != span || _tree[span].Flags.HasFlag(SpanFlags.IsUnfinished))
                continue;

            var shape = _tree.ShapeOf(span);
            var (ioMs, roundTrips) = _roots.Of(span);
            var endpoint = _capture.Endpoint(shape.Name);
            endpoint.Add(_tree[span].DurationMs, ioMs, roundTrips);
            endpoint.Member ??= shape.Place.Member;
            if (_tree.Count <= MaxDrawn)
                Draw(span);
            else if (longest < 0 || _tree[span].DurationNs > _tree[longest].DurationNs)
                longest = span;
        }

        if (longest >= 0)
            Draw(longest);
    }

    private void Draw(int root)
    {
        if (_capture.WantsTrace(_tree.ShapeOf(root).Name, _tree[root].DurationMs))
            _capture.AddTrace(_waterfall.Of(root));
    }

    // Spans of one trace next to each other, whatever their order in the files.
    private (ulong[] Traces, int[] Rows) ByTrace()
    {
        var (traces, rows) = (new ulong[_store.Count], new int[_store.Count]);
        for (var i = 0; i < rows.Length; i++)
        {
            ref var row = ref _store[i];
            var hash = (row.TraceHigh ^ 0x9E3779B97F4A7C15) * 0xD6E8FEB86659FD93;
            traces[i] = ((hash ^ (hash >> 32)) * 0xD6E8FEB86659FD93) ^ row.TraceLow;
            rows[i] = i;
        }

        Array.Sort(traces, rows);
        return (traces, rows);
    }

    private void TellAbout()
    {
        var (first, last) = (long.MaxValue, 0L);
        var (unfinished, hasRequests, hasMessages) = (0L, false, false);
        for (var i = 0; i < _store.Count; i++)
        {
            ref var row = ref _store[i];
            if (row.StartNs > 0)
                (first, last) = (Math.Min(first, row.StartNs), Math.Max(last, row.EndNs));

            unfinished += row.Flags.HasFlag(SpanFlags.IsUnfinished) ? 1 : 0;
            hasRequests |= row.Kind == SpanKind.Server;
            hasMessages |= row.Kind == SpanKind.Consumer;
        }

        if (first < long.MaxValue)
        {
            var start = DateTimeOffset.UnixEpoch.AddTicks(first / 100);
            _capture.CapturedAt = _capture.CapturedAt is { } before && before < start ? before : start;
            _capture.DurationMs = Math.Max(_capture.DurationMs ?? 0, (last - first) / 1e6);
        }

        if (!hasRequests && _capture.Endpoints.Count > 0)
            _capture.RootKind ??= hasMessages ? "message" : "operation";

        if (_store.Services.Count > 2)
            _capture.Remark(string.Create(CultureInfo.InvariantCulture, $"spans of {_store.Services.Count - 1} services; endpoints of the same name are one"));

        if (_tree.Orphans > 0)
            _capture.Remark(string.Create(CultureInfo.InvariantCulture, $"{_tree.Orphans:N0} spans name a parent that is not in the file: what is above them is not known"));

        if (unfinished > 0)
            _capture.Remark(string.Create(CultureInfo.InvariantCulture, $"{unfinished:N0} spans have no end or no duration; root operations among them are not counted"));
    }
}
