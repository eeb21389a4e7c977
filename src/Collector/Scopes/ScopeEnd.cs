namespace PerfAnalyzers.Collector.Scopes;

/// <summary>How a scope ends, whatever it asks for: it fails once, and never in place of an exception that is on its way.</summary>
/// <param name="recording">What the scope records.</param>
/// <param name="flow">The flow that it records; null when it is not one.</param>
internal sealed class ScopeEnd(ScopeRecording recording, ScopeFlow? flow)
{
    private bool _failed;
    private bool _closed;

    /// <summary>Fails if there is something to say.</summary>
    /// <param name="broken">What is broken; null when nothing is.</param>
    /// <exception cref="RoundTripException">Something is broken, or requests were not counted that may be the scope's.</exception>
    public void Judge(string? broken)
    {
        var message = string.Join("\n\n", new[] { broken, flow?.LostRequestsMessage }.OfType<string>());
        if (message.Length == 0)
            return;

        _failed = true;
        throw new RoundTripException(message);
    }

    /// <summary>Verifies, unless that has failed already or an exception is on its way, and stops to record.</summary>
    public void Close(Action verify)
    {
        if (_closed)
            return;

        _closed = true;
        var isOver = _failed || recording.IsUnwinding;
        try
        {
            if (!isOver)
                verify();
        }
        finally
        {
            flow?.Close();
            recording.Dispose();
        }
    }
}
