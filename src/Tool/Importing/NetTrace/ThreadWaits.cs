namespace PerfAnalyzers.Tool.Importing.NetTrace;

/// <summary>Waits of threads, from when one begins to when the thread goes on; one within another is a part of it.</summary>
internal sealed class ThreadWaits
{
    private readonly Dictionary<(long Process, long Thread), (double AtMs, int Stack, int Depth)> _waiting = [];

    /// <summary>Milliseconds and waits by stack.</summary>
    public StackValues Values { get; } = new();

    /// <summary>A thread begins to wait.</summary>
    public void Start(long process, long thread, double atMs, int stack) =>
        _waiting[(process, thread)] = _waiting.TryGetValue((process, thread), out var outer) ? outer with { Depth = outer.Depth + 1 } : (atMs, stack, 0);

    /// <summary>It goes on.</summary>
    public void Stop(long process, long thread, double atMs)
    {
        if (!_waiting.TryGetValue((process, thread), out var wait))
            return;

        if (wait.Depth > 0)
        {
            _waiting[(process, thread)] = wait with { Depth = wait.Depth - 1 };
            return;
        }

        _waiting.Remove((process, thread));
        Values.Add(wait.Stack, Math.Max(0, atMs - wait.AtMs));
    }
}
