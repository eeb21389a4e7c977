using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using PerfAnalyzers.Collector.Recording;

namespace PerfAnalyzers.Collector.Listening;

/// <summary>
/// Requests that <c>HttpClient</c> sends, those of gRPC among them. One that a server of this very process answers does not leave the program, and does not count: tests and
/// load programs ask their own servers that way.
/// </summary>
internal sealed class HttpClientSource(Recorder recorder) : IDiagnosticSource, IDisposable
{
    private const string Activity = "System.Net.Http.HttpRequestOut";
    private const string Start = Activity + ".Start";
    private const string Stop = Activity + ".Stop";
    private const int MaxUnderWay = 10_000;

    private readonly HttpCallers _callers = new(recorder);
    private readonly Payload<HttpRequestMessage> _request = new("Request");
    private readonly ConditionalWeakTable<HttpRequestMessage, Sent> _sent = [];
    private readonly ConcurrentDictionary<ActivitySpanId, Sent> _underWay = new();

    public bool Listens(string listener) => listener == "HttpHandlerDiagnosticListener";

    public bool Wants(string eventName) => eventName is Activity or Start or Stop;

    public void On(string eventName, object? payload)
    {
        if (_request.Get(payload) is not { } request)
            return;

        if (eventName == Start)
            OnStart(request);
        else if (eventName == Stop)
            OnStop(request);
    }

    public void Dispose() => _callers.Dispose();

    /// <summary>A request has reached a server of this process; its parent is the span that sent it.</summary>
    public void ArrivedHere(Activity? received)
    {
        if (received is not null && _underWay.TryRemove(received.ParentSpanId, out var sent))
            recorder.Withdraw(sent.Call);
    }

    private void OnStart(HttpRequestMessage request)
    {
        if (!recorder.Records)
            return;

        // A request that is sent again, after a redirect or by a handler that retries, comes from a continuation: it has the line that sent it first.
        var caller = _sent.TryGetValue(request, out var before) ? before.Call.Chain : _callers.Current;
        var sent = new Sent(recorder.BeginUnknown(request.RequestUri?.Authority, caller), System.Diagnostics.Activity.Current?.SpanId ?? default);
        _sent.AddOrUpdate(request, sent);
        if (sent.Span != default && _underWay.Count < MaxUnderWay)
            _underWay[sent.Span] = sent;
    }

    private void OnStop(HttpRequestMessage request)
    {
        if (!_sent.TryGetValue(request, out var sent) || sent.Call.Completed)
            return;

        _underWay.TryRemove(sent.Span, out _);
        recorder.CompleteUnknown(sent.Call, Operation(request), KeyHash.Of(request));
    }

    private static string Operation(HttpRequestMessage request) =>
        request.Content?.Headers.ContentType?.MediaType?.StartsWith("application/grpc", StringComparison.OrdinalIgnoreCase) == true ? "grpc" : "http";

    private sealed class Sent(PendingCommand call, ActivitySpanId span)
    {
        public PendingCommand Call { get; } = call;

        public ActivitySpanId Span { get; } = span;
    }
}
