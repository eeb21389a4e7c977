using PerfAnalyzers.Collector.Stacks;

namespace PerfAnalyzers.Collector.Recording;

/// <summary>A command or call under way, from before it is sent until its last row was read.</summary>
internal sealed class PendingCommand(RootOperation root, Guid connection, long start)
{
    public RootOperation Root { get; } = root;

    /// <summary>Where it counts; empty until it does, or when no user code was on its stack.</summary>
    public SiteStats[] Sites { get; set; } = [];

    /// <summary>Where it came from, for one that counts only when its end tells what it was.</summary>
    public CallChain? Chain { get; init; }

    public Guid Connection { get; } = connection;

    public long Start { get; } = start;

    /// <summary>A command on the same connection whose rows are still being read: an N+1 inside a streaming loop.</summary>
    public PendingCommand? Outer { get; set; }

    /// <summary>Time of inner commands on the same connection, which is theirs and not this one's.</summary>
    public TimeSpan Nested { get; set; }

    public bool Completed { get; set; }

    /// <summary>Whether it ends when its reader does, and not when it was executed.</summary>
    public bool EndsWithReader { get; init; }
}
