using System.Collections.Concurrent;
using PerfAnalyzers.Collector.Recording;

namespace PerfAnalyzers.Collector.Stacks;

/// <summary>
/// Decides whose stack is walked. A walk costs more than a small query, so the same text in the same kind of operation is walked
/// for its first commands and then now and again; the commands between belong to the chain they all came from. As soon as a text is seen to
/// come from two places, every one of its commands is walked: counts stay exact where they could be wrong.
/// </summary>
/// <param name="first">How many commands of a text are walked before any is left out.</param>
/// <param name="walksAll">Whether none is left out. Their stacks are worth to be known again, then, once there were so many.</param>
internal sealed class SitePolicy(int first, bool walksAll = false)
{
    private const int MaxTexts = 10_000;

    private readonly ConcurrentDictionary<(string? Operation, StatementText Text), Known> _texts = new(new SameText());
    private readonly ConcurrentDictionary<(string? Operation, string Member), KnownChains> _callers = new();
    private int _changes;

    /// <summary>The chain of a command, walking only when that could tell something new. Null when nothing knows it.</summary>
    /// <param name="operation">The kind of root operation.</param>
    /// <param name="text">The command's text, or whatever tells kinds of round trips apart.</param>
    /// <param name="connection">What the walk is told.</param>
    /// <param name="walk">Walks the stack.</param>
    public CallChain? Chain(string? operation, StatementText text, Guid connection, Func<Guid, bool, CallChain?> walk)
    {
        if (Find(operation, text) is not { } known)
            return walk(connection, true) is { } one ? Complete(operation, one) : null;

        var number = Interlocked.Increment(ref known.Commands) & int.MaxValue;
        var only = known.Chains.Only;
        if (only is not null && !walksAll && !WalkRate.IsWalked(number, first))
            return only;

        return walk(connection, (walksAll || only is null) && number > first) is { } found ? Whole(known, found) : known.Chains.Only;
    }

    // What is found again is not thought about again, unless something was learned meanwhile.
    private CallChain Whole(Known known, CallChain found)
    {
        var changes = Volatile.Read(ref _changes);
        foreach (var seen in known.Seen)
        {
            if (seen.Changes == changes && seen.Found.Equals(found))
                return seen.Whole;
        }

        var whole = known.Chains.Add(Complete(known.Operation, found), out var isChange);
        if (isChange)
            Interlocked.Increment(ref _changes);

        known.Add(new(found, whole, changes));
        return whole;
    }

    // Null for one text too many: text that is built anew each time has no repetition to save on.
    private Known? Find(string? operation, StatementText text)
    {
        if (text.Known is Known last && last.Owner == this && ReferenceEquals(last.Operation, operation))
            return last;

        if (!_texts.TryGetValue((operation, text), out var known))
        {
            if (_texts.Count >= MaxTexts)
                return null;

            known = _texts.GetOrAdd((operation, text), static (key, owner) => new(owner, key.Operation), this);
        }

        text.Known = known;
        return known;
    }

    /// <summary>
    /// After an await that really waited, callers are no longer on the stack. When a member was only ever called from one chain in this
    /// kind of operation, that chain continues the truncated one; otherwise nothing is claimed.
    /// </summary>
    private CallChain Complete(string? operation, CallChain chain)
    {
        var frames = chain.Frames;
        for (var i = 0; i < frames.Count - 1 && _callers.Count < MaxTexts; i++)
        {
            var above = frames.Skip(i + 1).ToArray();
            _callers.GetOrAdd((operation, frames[i].Member), _ => new()).Add(new(above, chain.Truncated), out var isChange);
            if (isChange)
                Interlocked.Increment(ref _changes);
        }

        return chain.Truncated && _callers.TryGetValue((operation, frames[^1].Member), out var callers) && callers.Only is { } rest
            ? new([.. frames.Concat(rest.Frames).DistinctBy(f => f.Member).Take(CallChain.MaxFrames)], rest.Truncated)
            : chain;
    }

    private sealed class SameText : IEqualityComparer<(string? Operation, StatementText Text)>
    {
        public bool Equals((string? Operation, StatementText Text) x, (string? Operation, StatementText Text) y) =>
            (ReferenceEquals(x.Text, y.Text) || x.Text.Text == y.Text.Text) && x.Operation == y.Operation;

        // Endpoints of one text are few.
        public int GetHashCode((string? Operation, StatementText Text) key) => key.Text.Hash;
    }

    private sealed class Known(SitePolicy owner, string? operation)
    {
        // More places than this are thought about each time.
        private const int MaxSeen = 16;

        private volatile Seen[] _seen = [];

        public int Commands;

        public SitePolicy Owner { get; } = owner;

        public string? Operation { get; } = operation;

        public KnownChains Chains { get; } = new();

        public Seen[] Seen => _seen;

        // One that another thread adds at the same time may be lost.
        public void Add(Seen seen)
        {
            var others = _seen.Where(s => !s.Found.Equals(seen.Found)).Take(MaxSeen - 1);
            _seen = [seen, .. others];
        }
    }

    /// <summary>A chain that was found, and what became of it when so much was known.</summary>
    private sealed record Seen(CallChain Found, CallChain Whole, int Changes);
}
