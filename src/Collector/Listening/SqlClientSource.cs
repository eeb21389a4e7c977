using System.Collections.Concurrent;
using System.Data.Common;
using PerfAnalyzers.Collector.Recording;

namespace PerfAnalyzers.Collector.Listening;

/// <summary>
/// SqlClient's commands (both packages raise the same events), where EF Core did not announce them. The event ends at the first row,
/// so that a reader's time is not in it.
/// </summary>
internal sealed class SqlClientSource(Recorder recorder) : IDiagnosticSource
{
    private readonly ConcurrentDictionary<Guid, PendingCommand> _pending = new();
    private readonly Payload<Guid> _operationId = new("OperationId");
    private readonly Payload<DbCommand> _command = new("Command");
    private readonly Payload<string> _operation = new("Operation");

    public bool Listens(string listener)
    {
        if (listener != "SqlClientDiagnosticListener")
            return false;

        AdoNetScope.ProviderSeen();
        return true;
    }

    public bool Wants(string eventName) =>
        eventName.EndsWith(".WriteCommandBefore", StringComparison.Ordinal) ||
        eventName.EndsWith(".WriteCommandAfter", StringComparison.Ordinal) ||
        eventName.EndsWith(".WriteCommandError", StringComparison.Ordinal);

    public void On(string eventName, object? payload)
    {
        var id = _operationId.Get(payload);
        if (eventName.EndsWith("Before", StringComparison.Ordinal))
        {
            if (recorder.Records && !AdoNetScope.IsEntityFramework && _command.Get(payload) is { } command)
            {
                var returnsRows = _operation.Get(payload)?.Contains("NonQuery", StringComparison.Ordinal) != true;
                _pending[id] = recorder.Begin(StatementText.Of(command.CommandText), command, returnsRows, Guid.Empty);
            }
        }
        else if (_pending.TryRemove(id, out var pending))
        {
            recorder.Complete(pending, rows: null);
        }
    }
}
