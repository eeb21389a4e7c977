using System.Data.Common;
using PerfAnalyzers.Collector.Recording;

namespace PerfAnalyzers.Collector.Listening;

/// <summary>
/// EF Core's commands. <c>CommandExecuted</c> ends at the first row, so that a query's time is that and the time until its reader is
/// disposed, which also tells how many rows came.
/// </summary>
internal sealed class EntityFrameworkSource(Recorder recorder) : IDiagnosticSource
{
    private const string Prefix = "Microsoft.EntityFrameworkCore.Database.";
    private const string Executing = Prefix + "Command.CommandExecuting";
    private const string Executed = Prefix + "Command.CommandExecuted";
    private const string Error = Prefix + "Command.CommandError";
    private const string Canceled = Prefix + "Command.CommandCanceled";
    private const string ReaderDisposing = Prefix + "Command.DataReaderDisposing";
    private const string ConnectionOpening = Prefix + "Connection.ConnectionOpening";
    private const string CreatingSavepoint = Prefix + "Transaction.CreatingTransactionSavepoint";

    // Of EF Core's DbCommandMethod.
    private const int ExecuteNonQuery = 0;
    private const int ExecuteReader = 2;

    private readonly Payload<Guid> _commandId = new("CommandId");
    private readonly Payload<Guid> _connectionId = new("ConnectionId");
    private readonly Payload<DbCommand> _command = new("Command");
    private readonly Payload<object> _result = new("Result");
    private readonly Payload<int> _readCount = new("ReadCount");
    private readonly Payload<int> _executeMethod = new("ExecuteMethod");

    /// <summary>Whether the listener of this name is EF Core's.</summary>
    public static bool IsListener(string listener) => listener == "Microsoft.EntityFrameworkCore";

    /// <summary>Whether the event is one of those that are recorded.</summary>
    public static bool IsWanted(string eventName) =>
        eventName is Executing or Executed or Error or Canceled or ReaderDisposing or ConnectionOpening or CreatingSavepoint;

    public bool Listens(string listener) => IsListener(listener);

    public bool Wants(string eventName) => eventName switch
    {
        // A query ends with its reader, and of what is under way hardly anything is something else: a third of what announcing a query costs.
        Executed => recorder.AwaitsExecuted || AdoNetScope.IsKept,
        ConnectionOpening => recorder.WantsOpening,
        _ => IsWanted(eventName),
    };

    public void On(string eventName, object? payload)
    {
        switch (eventName)
        {
            case Executing:
                OnExecuting(payload);
                break;

            case Executed or Error or Canceled:
                AdoNetScope.Leave();

                // Of a reader the rows are still to come.
                if (_result.Get(payload) is not DbDataReader)
                    recorder.Complete(_commandId.Get(payload), rows: null);
                break;

            case ReaderDisposing:
                recorder.Complete(_commandId.Get(payload), _readCount.Get(payload));
                break;

            case ConnectionOpening:
                recorder.ConnectionOpening(_connectionId.Get(payload));
                break;

            // In a transaction SaveChanges waits for its savepoint first, and who opened the connection is who began the transaction.
            case CreatingSavepoint:
                recorder.ConnectionUsed(_connectionId.Get(payload));
                break;
        }
    }

    private void OnExecuting(object? payload)
    {
        AdoNetScope.Enter();
        if (!recorder.Records || _command.Get(payload) is not { } command)
            return;

        var method = _executeMethod.Get(payload);
        recorder.Begin(StatementText.Of(command.CommandText), command, method != ExecuteNonQuery, _connectionId.Get(payload), _commandId.Get(payload), endsWithReader: method == ExecuteReader);
    }
}
