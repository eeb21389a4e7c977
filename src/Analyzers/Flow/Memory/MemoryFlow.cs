using PerfAnalyzers.Facts;
using PerfAnalyzers.Flow.Calls;

namespace PerfAnalyzers.Flow.Memory;

/// <summary>What a program keeps in memory: which objects live as long as the process, and what in them only gets more.</summary>
internal sealed class MemoryFlow
{
    /// <param name="session">The program.</param>
    /// <param name="told">What other projects say.</param>
    /// <param name="isAssumed">See <see cref="Lifetimes"/>.</param>
    public MemoryFlow(AnalysisSession session, Lazy<MemoryFactIndex> told, bool isAssumed = false)
    {
        var (memory, bodies, uses, stored) = (session.Memory, session.Bodies, session.Uses, session.Stored);
        Registrations = new(bodies.Compilation, memory, uses, () => told.Value);
        Lifetimes = new(bodies.Compilation, uses, memory, Registrations, stored, isAssumed);
        var runs = new Runs(session.Apis, memory, bodies, uses, session.Dispatch, session.Requests, Lifetimes);
        var keys = new KeyRange(memory, bodies, uses, Lifetimes);
        var own = new OwnCollections(memory);
        Growing = new(memory, bodies, new(memory, bodies, uses, new(bodies)), uses, Lifetimes, runs, keys, stored, own);
        CacheEntries = new(memory, bodies, uses, Lifetimes, runs, keys, stored, () => told.Value);
        Channels = new(memory, bodies, uses, Lifetimes, runs, stored, session.Effects);
        Registered = new(bodies.Compilation, Registrations, Lifetimes, uses, runs, () => told.Value);
        Subscriptions = new(session.Apis, memory, bodies, uses, Lifetimes, runs, new(memory, Lifetimes, stored), new(uses));
    }

    /// <summary>What the container is told.</summary>
    public Registrations Registrations { get; }

    /// <summary>Who lives as long as the process.</summary>
    public Lifetimes Lifetimes { get; }

    /// <summary>Which collections grow without end.</summary>
    public GrowingStores Growing { get; }

    /// <summary>Which entries of caches stay for ever.</summary>
    public CacheEntries CacheEntries { get; }

    /// <summary>Which queues nobody empties fast enough.</summary>
    public Channels Channels { get; }

    /// <summary>Which registrations make a class of another project live long that grows.</summary>
    public RegisteredGrowth Registered { get; }

    /// <summary>Which subscriptions are never removed.</summary>
    public Subscriptions Subscriptions { get; }
}
