using PerfAnalyzers.Collector.Listening;

namespace PerfAnalyzers.Collector.Scopes;

/// <summary>
/// What has to be listened to before a scope opens. A context of EF Core that finds nobody interested in a command does not ask again for a second, so that a test which has filled its
/// database would hear nothing of what it does next with the same context.
/// </summary>
internal sealed class EarlyWatch : IDiagnosticSource
{
    private static readonly Lazy<ListenerSubscriptions> s_subscriptions = new(() => new(new EarlyWatch(), new InMemoryServer()));

    private EarlyWatch()
    {
    }

    /// <summary>From now on.</summary>
    public static void Start() => _ = s_subscriptions.Value;

    public bool Listens(string listener) => EntityFrameworkSource.IsListener(listener);

    public bool Wants(string eventName) => EntityFrameworkSource.IsWanted(eventName);

    public void On(string eventName, object? payload)
    {
    }
}
