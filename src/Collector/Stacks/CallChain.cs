using PerfAnalyzers.Collector.Symbols;

namespace PerfAnalyzers.Collector.Stacks;

/// <summary>
/// The user frames of one command, innermost first, each member once: the line that issues the command, then the lines that called it.
/// </summary>
internal sealed class CallChain : IEquatable<CallChain>
{
    /// <summary>Frames beyond this are of no use to anyone who reads a diagnostic.</summary>
    public const int MaxFrames = 9;

    private readonly int _hash;

    /// <summary>A chain of at least one frame.</summary>
    /// <param name="frames">Innermost first.</param>
    /// <param name="truncated">True when the walk ended at a continuation: further callers exist but were not on the stack.</param>
    public CallChain(IReadOnlyList<SourceFrame> frames, bool truncated)
    {
        Frames = frames;
        Truncated = truncated;

        // Lines tell chains apart well enough, and a chain is made at every walk: hashing the names in it takes longer than all else.
        var hash = new HashCode();
        foreach (var frame in frames)
            hash.Add(frame.Line);
        _hash = hash.ToHashCode();
    }

    /// <summary>The frames, innermost first.</summary>
    public IReadOnlyList<SourceFrame> Frames { get; }

    /// <summary>Whether callers beyond the last frame may exist.</summary>
    public bool Truncated { get; }

    /// <summary>
    /// Whether this is the other chain with frames missing: cut off at a continuation, or with calls that the JIT has inlined by now. A frame that is
    /// left still has its line, so that no other path of the program looks the same.
    /// </summary>
    public bool IsShorterFormOf(CallChain other)
    {
        if (Frames.Count >= other.Frames.Count)
            return false;

        var next = 0;
        foreach (var frame in other.Frames)
        {
            if (next < Frames.Count && Frames[next].Equals(frame))
                next++;
        }

        return next == Frames.Count;
    }

    /// <inheritdoc/>
    public bool Equals(CallChain? other) => ReferenceEquals(this, other) || (other is not null && _hash == other._hash && Frames.SequenceEqual(other.Frames));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as CallChain);

    /// <inheritdoc/>
    public override int GetHashCode() => _hash;
}
