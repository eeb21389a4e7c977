using PerfAnalyzers.Collector.Recording;
using PerfAnalyzers.Collector.Scopes;

namespace PerfAnalyzers.Collector;

/// <summary>What <see cref="RoundTrips.Expect"/> and <see cref="RoundTrips.Record"/> open: the round trips of the asynchronous flow from there on.</summary>
public sealed class RoundTripScope : IDisposable
{
    private readonly ScopeFlow _flow = ScopeFlow.Open();
    private readonly ScopeRecording _recording;
    private readonly ScopeEnd _end;
    private readonly int? _max;

    internal RoundTripScope(int? max)
    {
        _max = max;
        _recording = new(_flow, () => _flow.IsCurrent);
        _end = new(_recording, _flow);
    }

    /// <summary>How many round trips there have been.</summary>
    public int Count => _recording.Recorder.Read(state => (int)Math.Min(int.MaxValue, state.RoundTrips));

    /// <summary>The lines that issued them, the most frequent first. Round trips without a line of the program on their stack are in <see cref="Count"/> only.</summary>
    public IReadOnlyList<RoundTripSite> Sites => _recording.Recorder.Read<IReadOnlyList<RoundTripSite>>(state =>
    [
        .. state.Sites.Where(s => s.Via is null).OrderByDescending(s => s.Calls).ThenBy(s => s.Frame.Member, StringComparer.Ordinal).ThenBy(s => s.Frame.Line)
            .Select(s => new RoundTripSite(s.Frame.Member, s.Frame.File, s.Frame.Line, s.Operation, s.Calls)),
    ]);

    /// <summary>Fails when there have been more round trips than allowed, once the requests that have begun have ended.</summary>
    /// <exception cref="RoundTripException">There have been more.</exception>
    public void Verify()
    {
        if (_max is not { } max)
            return;

        _recording.Settle();
        _end.Judge(_recording.Recorder.Read(state => Message(state, max)));
    }

    /// <summary>Closes the scope and fails as <see cref="Verify"/> does, unless that has failed already or an exception is on its way.</summary>
    /// <exception cref="RoundTripException">There have been more round trips than allowed.</exception>
    public void Dispose() => _end.Close(Verify);

    private static string? Message(RecordedState state, int max)
    {
        var count = state.RoundTrips;
        if (count <= max)
            return null;

        return $"{count} round {(count == 1 ? "trip" : "trips")} instead of at most {max}:\n" + ScopeText.Sites(state.Sites.Select(s => (s, s.Calls)), state.Unattributed);
    }
}
