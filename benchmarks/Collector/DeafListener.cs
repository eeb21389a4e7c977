using System.Diagnostics;
using PerfAnalyzers.Collector.Listening;

namespace PerfAnalyzers.Benchmarks.Collector;

/// <summary>Has EF Core announce what the recorder asks for of every command, and does nothing with it.</summary>
internal sealed class DeafListener : IDisposable
{
    private readonly List<IDisposable> _subscriptions = [];

    public DeafListener() => _subscriptions.Add(DiagnosticListener.AllListeners.Subscribe(new GuardedObserver<DiagnosticListener>(OnListener)));

    public void Dispose() => _subscriptions.ForEach(s => s.Dispose());

    private void OnListener(DiagnosticListener listener)
    {
        if (EntityFrameworkSource.IsListener(listener.Name))
            _subscriptions.Add(listener.Subscribe(new GuardedObserver<KeyValuePair<string, object?>>(_ => { }), IsWanted));
    }

    // Connections the recorder hears of now and again only, and that a query was executed not at all: it ends with its reader.
    private static bool IsWanted(string eventName) =>
        EntityFrameworkSource.IsWanted(eventName) && !eventName.Contains(".Connection.", StringComparison.Ordinal) && !eventName.EndsWith("CommandExecuted", StringComparison.Ordinal);
}
