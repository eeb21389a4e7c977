namespace PerfAnalyzers.Collector.Listening;

/// <summary>One library's diagnostic events.</summary>
internal interface IDiagnosticSource
{
    /// <summary>Whether the listener of this name is this library's.</summary>
    bool Listens(string listener);

    /// <summary>Whether the event is worth its payload; libraries skip building what nobody wants.</summary>
    bool Wants(string eventName);

    /// <summary>An event, on the thread and stack that raised it.</summary>
    void On(string eventName, object? payload);
}
