namespace PerfAnalyzers.CodeFixes.Tests;

/// <summary>The choices of one generated program. The same seed makes the same choices on every machine and every version of .NET.</summary>
internal sealed class Choices(int seed)
{
    private uint _state = unchecked(((uint)seed * 2654435769u) + 0x9E3779B9u);

    /// <summary>One of the options.</summary>
    public T Of<T>(params IReadOnlyList<T> options) => options[Next(options.Count)];

    /// <summary>True once in so many times.</summary>
    public bool Once(int times) => Next(times) == 0;

    // xorshift32 (Marsaglia 2003): all that is asked of it is that seeds differ.
    private int Next(int below)
    {
        _state ^= _state << 13;
        _state ^= _state >> 17;
        _state ^= _state << 5;
        return (int)(_state % (uint)below);
    }
}
