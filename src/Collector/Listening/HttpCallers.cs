using System.Diagnostics.Tracing;
using PerfAnalyzers.Collector.Recording;
using PerfAnalyzers.Collector.Stacks;

namespace PerfAnalyzers.Collector.Listening;

/// <summary>
/// Remembers, in the flow that sends a request, which lines send it. The first request of every client goes on from another thread, because the client sets itself up there, and
/// what is told of a request then comes from a bare stack. That it is asked for is told before, by an event that knows where it goes and not what it is.
/// </summary>
internal sealed class HttpCallers(Recorder recorder) : EventListener
{
    private const string Source = "System.Net.Http";
    private const int RequestStart = 1;
    private const int Host = 1;
    private const int Port = 2;

    private readonly AsyncLocal<CallChain?> _caller = new();

    /// <summary>The lines that send the request of this flow; null when nobody told.</summary>
    public CallChain? Current => _caller.Value;

    protected override void OnEventSourceCreated(EventSource eventSource)
    {
        if (eventSource.Name == Source)
            EnableEvents(eventSource, EventLevel.Informational);
    }

    protected override void OnEventWritten(EventWrittenEventArgs eventData)
    {
        try
        {
            if (eventData.EventId == RequestStart && recorder.Records && eventData.Payload is { Count: > Port } payload)
                _caller.Value = recorder.Caller($"{payload[Host]}:{payload[Port]}");
        }
        catch (Exception)
        {
            // A lost measurement is the lesser evil.
        }
    }
}
