using PerfAnalyzers.Collector.Recording;
using PerfAnalyzers.Collector.Scopes;

namespace PerfAnalyzers.Collector;

/// <summary>What <see cref="RoundTrips.EnforceBudgets(Action{string})"/> opens: requests that are held to the budgets of their handlers.</summary>
public sealed class BudgetScope : IDisposable
{
    private readonly ScopeRecording _recording;
    private readonly ScopeEnd _end;
    private readonly Action<string> _warn;
    private readonly HashSet<string> _told = new(StringComparer.Ordinal);

    internal BudgetScope(IRecordedFlow recorded, ScopeFlow? flow, Action<string>? warn)
    {
        _warn = warn ?? Console.WriteLine;
        _recording = new(recorded, () => flow?.IsCurrent != false);
        _end = new(_recording, flow);
    }

    /// <summary>Judges the requests so far, once those that have begun have ended, and tells what is to be warned of.</summary>
    /// <exception cref="RoundTripException">A budget is broken. The message has every one that is, with the lines that the worst request ran.</exception>
    public void Verify()
    {
        _recording.Settle();
        var result = _recording.Judge();
        foreach (var warning in result.Warnings.Where(_told.Add))
            _warn(warning);

        _end.Judge(result.Broken.Count > 0 ? string.Join("\n\n", result.Broken) : null);
    }

    /// <summary>Closes the scope and fails as <see cref="Verify"/> does, unless that has failed already or an exception is on its way.</summary>
    /// <exception cref="RoundTripException">A budget is broken.</exception>
    public void Dispose() => _end.Close(Verify);
}
