using System.Diagnostics;
using PerfAnalyzers.Collector.Listening;
using PerfAnalyzers.Collector.Recording;
using PerfAnalyzers.Collector.Session;
using PerfAnalyzers.Collector.Stacks;
using PerfAnalyzers.Collector.Symbols;

namespace PerfAnalyzers.Collector.Scopes;

/// <summary>The recorder of one scope, and what it listens to. Nothing is listened to while no scope is open.</summary>
internal sealed class ScopeRecording : IDisposable
{
    // The end of a request follows its response at once; one that streams on may have no end at all.
    private static readonly TimeSpan s_requestEnd = TimeSpan.FromSeconds(2);

    // Shared, because it reads the debug information of every assembly that it meets.
    private static readonly Lazy<StackWalker> s_walker = new(CreateWalker);

    private readonly ListenerSubscriptions _subscriptions;
    private readonly ActivityCommands _activities;
    private readonly ThrownExceptions _thrown;
    private readonly long _start = Stopwatch.GetTimestamp();

    /// <summary>Starts to record.</summary>
    /// <param name="flow">What is recorded.</param>
    /// <param name="isOwn">Whether the current asynchronous flow is that of the scope.</param>
    public ScopeRecording(IRecordedFlow flow, Func<bool> isOwn)
    {
        Recorder = new(s_walker.Value, flow, walksAll: true);
        _thrown = new(isOwn);
        _subscriptions = ListenerSubscriptions.Start(Recorder, new());
        _activities = new(Recorder);
    }

    /// <summary>The numbers.</summary>
    public Recorder Recorder { get; }

    /// <summary>Whether the caller is being left by an exception.</summary>
    public bool IsUnwinding => _thrown.IsUnwinding;

    /// <summary>Waits for what has begun to end.</summary>
    public void Settle() => Recorder.AwaitRequests(s_requestEnd);

    /// <summary>Judges the requests so far by the budgets of their handlers.</summary>
    public BudgetJudgement Judge()
    {
        var profile = EvidenceSnapshot.Take(Recorder, "test", null, Stopwatch.GetElapsedTime(_start));
        return Recorder.Read(state => BudgetJudgement.Of(state, profile));
    }

    /// <summary>Stops to record.</summary>
    public void Dispose()
    {
        _subscriptions.Dispose();
        _activities.Dispose();
        _thrown.Dispose();
    }

    private static StackWalker CreateWalker()
    {
        var packages = PackageAssemblies.Read(AppContext.GetData("APP_CONTEXT_DEPS_FILES") as string);
        return new(new(new(SourcePaths.FindRoot(AppContext.BaseDirectory) ?? AppContext.BaseDirectory), packages));
    }
}
