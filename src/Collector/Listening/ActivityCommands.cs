using System.Diagnostics;
using System.Runtime.CompilerServices;
using PerfAnalyzers.Collector.Recording;
using PerfAnalyzers.Collector.Stacks;

namespace PerfAnalyzers.Collector.Listening;

/// <summary>
/// Commands of drivers that tell of them as activities, where EF Core did not announce them (Dapper, plain ADO.NET, MongoDB). An activity lasts until the result is read, and says
/// what it was when it has ended. Parameter values are not in it, so that keys are unknown.
/// </summary>
internal sealed class ActivityCommands : IDisposable
{
    private readonly ConditionalWeakTable<Activity, PendingCommand> _pending = [];
    private readonly Recorder _recorder;
    private readonly ActivityListener _listener;

    public ActivityCommands(Recorder recorder)
    {
        _recorder = recorder;
        _listener = new()
        {
            ShouldListenTo = Listens,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStarted = new GuardedObserver<Activity>(OnStarted).OnNext,
            ActivityStopped = new GuardedObserver<Activity>(OnStopped).OnNext,
        };
        ActivitySource.AddActivityListener(_listener);
    }

    public void Dispose() => _listener.Dispose();

    private static bool Listens(ActivitySource source)
    {
        if (ActivityDriver.Of(source) is not { } driver)
            return false;

        if (driver.IsBehindEntityFramework)
            AdoNetScope.ProviderSeen();

        return true;
    }

    private void OnStarted(Activity activity)
    {
        if (_recorder.Records && !AdoNetScope.IsEntityFramework)
            _pending.Add(activity, _recorder.BeginUnknown(caller: Asking(activity)));
    }

    // A command that a driver sends for an operation of its own may have waited for a connection, and then its stack is bare: whoever asked for the operation asks.
    private CallChain? Asking(Activity activity) =>
        activity.Parent is { } parent && ActivityDriver.Of(parent.Source) is not null && _pending.TryGetValue(parent, out var operation) ? operation.Chain : null;

    private void OnStopped(Activity activity)
    {
        if (_pending.TryGetValue(activity, out var started))
            _recorder.CompleteUnknown(started, ActivityDriver.Of(activity.Source)?.Operation(activity));
    }
}
