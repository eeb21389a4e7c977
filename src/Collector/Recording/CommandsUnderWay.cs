using System.Runtime.InteropServices;

namespace PerfAnalyzers.Collector.Recording;

/// <summary>Commands from before they are sent until their last row was read, by their id and by their connection. Guarded by the recorder's lock.</summary>
internal sealed class CommandsUnderWay
{
    // Readers that are never disposed must not grow the table for ever.
    private const int Most = 10_000;

    private readonly Dictionary<Guid, PendingCommand> _byId = [];
    private readonly Dictionary<Guid, PendingCommand> _newestOnConnection = [];
    private volatile int _endWhenExecuted;

    /// <summary>Whether one of them ends when it was executed. May be asked without the lock: a command is added before it is sent.</summary>
    public bool AwaitsExecuted => _endWhenExecuted > 0;

    /// <summary>Adds a command; false when there are too many, or one of this id, so that its end will not be found.</summary>
    public bool Add(PendingCommand command, Guid id)
    {
        if (id != Guid.Empty && (_byId.Count >= Most || !_byId.TryAdd(id, command)))
            return false;

        if (id != Guid.Empty && !command.EndsWithReader)
            _endWhenExecuted++;

        if (command.Connection != Guid.Empty)
        {
            ref var newest = ref CollectionsMarshal.GetValueRefOrAddDefault(_newestOnConnection, command.Connection, out _);
            command.Outer = newest;
            newest = command;
        }

        return true;
    }

    /// <summary>The command of an id, which is then no longer found by it.</summary>
    public PendingCommand? Take(Guid id)
    {
        if (!_byId.Remove(id, out var command))
            return null;

        if (!command.EndsWithReader)
            _endWhenExecuted--;

        return command;
    }

    /// <summary>A command has ended; one around it on the same connection goes on.</summary>
    public void End(PendingCommand command)
    {
        if (command.Connection == Guid.Empty)
            return;

        ref var newest = ref CollectionsMarshal.GetValueRefOrNullRef(_newestOnConnection, command.Connection);
        if (System.Runtime.CompilerServices.Unsafe.IsNullRef(ref newest) || newest != command)
            return;

        var outer = command.Outer;
        while (outer is { Completed: true })
            outer = outer.Outer;

        if (outer is null)
            _newestOnConnection.Remove(command.Connection);
        else
            newest = outer;
    }
}
