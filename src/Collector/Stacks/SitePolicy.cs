using System.Collections.Concurrent;

namespace PerfAnalyzers.Collector.Stacks;

/// <summary>
/// Decides whose stack is walked. A walk costs about as much as a small query, so the same text in the same kind of operation is walked
/// for its first commands and then now and again; the commands between belong to the chain they all came from. As soon as a text is seen to
/// come from two places, every one of its commands is walked: counts stay exact where they could be wrong.
/// </summary>
internal sealed class SitePolicy
{
    private const int FirstWalks = 64;
    private const int ThenOneIn = 16;
    private const int MaxTexts = 10_000;

    private readonly ConcurrentDictionary<(string? Operation, string Text), Known> _texts = new();
    private readonly ConcurrentDictionary<(string? Operation, string Member), Callers> _callers = new();

    /// <summary>The chain of a command, walking only when that could tell something new. Null when nothing knows it.</summary>
    public CallChain? Chain(string? operation, string text, Func<CallChain?> walk)
    {
        if (!_texts.TryGetValue((operation, text), out var known))
        {
            // Text that is built anew each time has no repetition to save on.
            if (_texts.Count >= MaxTexts)
                return Complete(operation, walk());

            known = _texts.GetOrAdd((operation, text), _ => new());
        }

        if (known.Chain is { } only && !known.Ambiguous)
        {
            var number = Interlocked.Increment(ref known.Commands);
            if (number > FirstWalks && number % ThenOneIn != 0)
                return only;
        }

        var found = Complete(operation, walk());
        if (found is null)
            return known.Ambiguous ? null : known.Chain;

        return known.Add(found);
    }

    /// <summary>
    /// After an await that really waited, callers are no longer on the stack. When a member was only ever called from one chain in this
    /// kind of operation, that chain continues the truncated one; otherwise nothing is claimed.
    /// </summary>
    private CallChain? Complete(string? operation, CallChain? chain)
    {
        if (chain is null)
            return null;

        var frames = chain.Frames;
        for (var i = 0; i < frames.Count - 1 && _callers.Count < MaxTexts; i++)
        {
            var above = frames.Skip(i + 1).ToArray();
            _callers.GetOrAdd((operation, frames[i].Member), _ => new()).Add(new(above, chain.Truncated));
        }

        return chain.Truncated && _callers.TryGetValue((operation, frames[^1].Member), out var callers) && callers.Only is { } rest
            ? new([.. frames.Concat(rest.Frames).DistinctBy(f => f.Member).Take(CallChain.MaxFrames)], rest.Truncated)
            : chain;
    }

    private sealed class Known
    {
        public int Commands;

        public CallChain? Chain { get; private set; }

        public bool Ambiguous { get; private set; }

        public CallChain Add(CallChain found)
        {
            lock (this)
            {
                if (Chain is null || (Chain.IsTruncationOf(found) && !found.Equals(Chain)))
                    Chain = found;
                else if (found.IsTruncationOf(Chain))
                    return Ambiguous ? found : Chain;
                else if (!found.Equals(Chain))
                    Ambiguous = true;

                return found;
            }
        }
    }

    private sealed class Callers
    {
        private CallChain? _chain;
        private bool _several;

        public CallChain? Only
        {
            get
            {
                lock (this)
                    return _several ? null : _chain;
            }
        }

        public void Add(CallChain chain)
        {
            lock (this)
            {
                if (_chain is null || _chain.IsTruncationOf(chain))
                    _chain = chain;
                else if (!chain.Equals(_chain) && !chain.IsTruncationOf(_chain))
                    _several = true;
            }
        }
    }
}
