using System.Collections.Concurrent;

namespace PerfAnalyzers.Collector.Stacks;

/// <summary>
/// Remembers who opened a connection. Opening a pooled or physical connection may really wait, and the command that follows is then sent
/// from a stack that starts at the scheduler; the line that opened is the line that asks.
/// </summary>
internal sealed class ConnectionSites(StackWalker walker)
{
    private const int MaxConnections = 4096;

    private readonly ConcurrentDictionary<Guid, CallChain> _chains = new();
    private int _openings;
    private int _bareStacks;

    /// <summary>
    /// Whether the next opening is worth an announcement, which costs more than a look at this: always once a bare stack was seen, because then it is needed; otherwise seldom, because it is not.
    /// </summary>
    public bool WantsOpening()
    {
        if (IsWalked(Volatile.Read(ref _openings) + 1))
            return true;

        Interlocked.Increment(ref _openings);
        return false;
    }

    /// <summary>A connection is about to be opened, on its caller's stack.</summary>
    public void Opening(Guid connection)
    {
        if (IsWalked(Interlocked.Increment(ref _openings)))
            Used(connection);
    }

    /// <summary>What is sent on a connection from a bare stack is from now on sent for this caller.</summary>
    public void Used(Guid connection)
    {
        if (walker.Walk(isRepeated: Volatile.Read(ref _bareStacks) > 0) is { } chain)
            Remember(connection, chain);
        else
            _chains.TryRemove(connection, out _);
    }

    /// <summary>What the command's own stack says, or else who opened its connection.</summary>
    public CallChain? Resolve(Guid connection, CallChain? found)
    {
        if (connection == Guid.Empty)
            return found;

        if (found is null)
        {
            Interlocked.Increment(ref _bareStacks);
            return _chains.GetValueOrDefault(connection);
        }

        // The same connection may stay open for a later command that is issued from elsewhere.
        if (_chains.ContainsKey(connection))
            Remember(connection, found);

        return found;
    }

    private bool IsWalked(int opening) => Volatile.Read(ref _bareStacks) > 0 || WalkRate.IsWalked(opening & int.MaxValue);

    private void Remember(Guid connection, CallChain chain)
    {
        if (_chains.Count >= MaxConnections)
            _chains.Clear();

        _chains[connection] = chain;
    }
}
