using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace PerfAnalyzers;

/// <summary>
/// Work on all processors where the compiler may use them, for what runs while nothing else does: before the first rule, and in the generator, for which the compiler waits. What is asked must be the
/// same whoever asks first.
/// </summary>
internal static class Processors
{
    /// <summary>What is found for each of the items, in their order.</summary>
    public static ImmutableArray<TResult> Select<T, TResult>(Compilation compilation, IEnumerable<T> items, Func<T, TResult> find, CancellationToken cancellationToken)
    {
        var all = items.ToImmutableArray();
        var found = new TResult[all.Length];
        var options = new ParallelOptions { CancellationToken = cancellationToken, MaxDegreeOfParallelism = compilation.Options.ConcurrentBuild ? -1 : 1 };
        Parallel.For(0, all.Length, options, i => found[i] = find(all[i]));
        return [.. found];
    }
}
