using System.Diagnostics;
using PerfAnalyzers.Collector.Recording;

namespace PerfAnalyzers.Collector.Listening;

/// <summary>Attaches a source to every diagnostic listener it knows, now and whenever a new one appears.</summary>
internal sealed class ListenerSubscriptions : IDisposable
{
    private readonly List<IDisposable> _subscriptions = [];
    private readonly IReadOnlyList<IDiagnosticSource> _sources;
    private bool _disposed;

    public ListenerSubscriptions(params IDiagnosticSource[] sources)
    {
        _sources = sources;
        Add(DiagnosticListener.AllListeners.Subscribe(new GuardedObserver<DiagnosticListener>(OnListener)));
    }

    public void Dispose()
    {
        lock (_subscriptions)
        {
            _disposed = true;
            foreach (var subscription in _subscriptions)
                subscription.Dispose();
            _subscriptions.Clear();
        }
    }

    /// <summary>The sources of a measured program.</summary>
    public static ListenerSubscriptions Start(Recorder recorder, HostLifetime lifetime)
    {
        var entityFramework = new EntityFrameworkSource(recorder);
        var http = new HttpClientSource(recorder);
        var subscriptions = new ListenerSubscriptions(entityFramework, new AspNetCoreSource(recorder, lifetime, http), http, new SqlClientSource(recorder), lifetime);
        subscriptions.Add(http);
        return subscriptions;
    }

    private void OnListener(DiagnosticListener listener)
    {
        foreach (var source in _sources)
        {
            if (source.Listens(listener.Name))
                Add(listener.Subscribe(new GuardedObserver<KeyValuePair<string, object?>>(e => source.On(e.Key, e.Value)), source.Wants));
        }
    }

    private void Add(IDisposable subscription)
    {
        lock (_subscriptions)
        {
            if (_disposed)
                subscription.Dispose();
            else
                _subscriptions.Add(subscription);
        }
    }
}
