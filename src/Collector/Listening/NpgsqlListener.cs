using System.Diagnostics;
using System.Runtime.CompilerServices;
using PerfAnalyzers.Collector.Recording;

namespace PerfAnalyzers.Collector.Listening;

/// <summary>
/// Npgsql's commands where EF Core did not announce them (Dapper, plain ADO.NET). They are activities, which last until the reader is
/// closed and get their text only after they have started. Parameter values are not in them, so that keys are unknown.
/// </summary>
internal sealed class NpgsqlListener : IDisposable
{
    private readonly ConditionalWeakTable<Activity, PendingCommand> _pending = [];
    private readonly Recorder _recorder;
    private readonly ActivityListener _listener;

    public NpgsqlListener(Recorder recorder)
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
        if (source.Name != "Npgsql")
            return false;

        AdoNetScope.ProviderSeen();
        return true;
    }

    private void OnStarted(Activity activity)
    {
        if (!_recorder.Records || AdoNetScope.IsEntityFramework)
            return;

        _pending.Add(activity, _recorder.BeginUnknown());
    }

    private void OnStopped(Activity activity)
    {
        if (_pending.TryGetValue(activity, out var started))
            _recorder.CompleteUnknown(started, Text(activity) is { } text ? CommandText.Operation(text, returnsRows: true) : null);
    }

    // The tag has had both names; an activity without either opens a connection or copies in bulk.
    private static string? Text(Activity activity) =>
        activity.GetTagItem("db.query.text") as string ?? activity.GetTagItem("db.statement") as string;
}
