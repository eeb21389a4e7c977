using PerfAnalyzers.Collector.Recording;
using PerfAnalyzers.Collector.Scopes;

namespace PerfAnalyzers.Collector;

/// <summary>What <see cref="RoundTrips.EnforceBudgets(Action{string})"/> opens: requests that are held to the budgets of their handlers.</summary>
public sealed class BudgetScope : IDisposable
{
    private readonly ScopeFlow? _flow;
    private readonly ScopeRecording _recording;
    private readonly Action<string> _warn;
    private readonly HashSet<string> _told = new(StringComparer.Ordinal);
    private bool _failed;
    private bool _disposed;

    internal BudgetScope(IRecordedFlow recorded, ScopeFlow? flow, Action<string>? warn)
    {
        _flow = flow;
        _warn = warn ?? Console.WriteLine;
        _recording = new(recorded, () => flow?.IsCurrent != false);
    }

    /// <summary>Judges the requests so far, once those that have begun have ended, and tells what is to be warned of.</summary>
    /// <exception cref="RoundTripException">A budget is broken. The message has every one that is, with the lines that the worst request ran.</exception>
    public void Verify()
    {
        _recording.Settle();
        var result = _recording.Judge();
        foreach (var warning in result.Warnings.Where(_told.Add))
            _warn(warning);

        var message = result.Broken.Count > 0 ? string.Join("\n\n", result.Broken) : _flow?.LostRequestsMessage;
        if (message is null)
            return;

        _failed = true;
        throw new RoundTripException(message);
    }

    /// <summary>Closes the scope and fails as <see cref="Verify"/> does, unless that has failed already or an exception is on its way.</summary>
    /// <exception cref="RoundTripException">A budget is broken.</exception>
    public void Dispose()
    {
        if (_disposed)
            return;

        _disposed = true;
        var isOver = _failed || _recording.IsUnwinding;
        try
        {
            if (!isOver)
                Verify();
        }
        finally
        {
            _flow?.Close();
            _recording.Dispose();
        }
    }
}
