using System.Collections.Concurrent;

namespace PerfAnalyzers.Flow.Bodies;

/// <summary>
/// Answers to a question that is followed only so far, by how far it was asked from: what lies beyond the last step is not looked at, so an answer holds for one
/// distance. With one memory for all of them, it would depend on who asked first.
/// </summary>
/// <param name="depths">The number of distances.</param>
/// <param name="comparer">Tells keys apart.</param>
internal sealed class ByDepth<TKey, TValue>(int depths, IEqualityComparer<TKey> comparer)
    where TKey : notnull
{
    private readonly ConcurrentDictionary<TKey, TValue>[] _answers = [.. Enumerable.Range(0, depths).Select(_ => new ConcurrentDictionary<TKey, TValue>(comparer))];

    /// <summary>The answers to those that ask from there.</summary>
    public ConcurrentDictionary<TKey, TValue> this[int depth] => _answers[depth];
}
