using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace PerfAnalyzers.Flow.Entities;

/// <summary>
/// The reads of a body, in the order of the code. What is read by several ways of the same entities counts once: where members call each other back and
/// forth, there are more ways than anybody could list.
/// </summary>
internal sealed class DistinctReads
{
    private readonly ImmutableArray<NavigationRead>.Builder _reads = ImmutableArray.CreateBuilder<NavigationRead>();
    private readonly HashSet<(IOperation Reference, IOperation? Query, int Parameter, string Path, int Loaded, bool IsOpaque, bool IsRepeated)> _known = [];

    /// <summary>Adds a read, unless it is there.</summary>
    public void Add(NavigationRead read)
    {
        var owner = read.Owner;
        if (_known.Add((read.Reference, owner.Query, owner.IsReceiver ? -1 : owner.Parameter?.Ordinal ?? -2, read.Path, owner.Loaded.Length, owner.IsOpaque, read.Repeat is not null)))
            _reads.Add(read);
    }

    /// <summary>Adds reads, each unless it is there.</summary>
    public void AddRange(IEnumerable<NavigationRead> reads)
    {
        foreach (var read in reads)
            Add(read);
    }

    /// <summary>What was added.</summary>
    public ImmutableArray<NavigationRead> ToImmutable() => _reads.ToImmutable();
}
