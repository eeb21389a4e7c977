using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace PerfAnalyzers.Flow;

/// <summary>A collection that lives as long as the process and is only ever added to.</summary>
/// <param name="Add">The operation that adds.</param>
/// <param name="Name">What the collection is called.</param>
/// <param name="Holder">Who keeps it.</param>
/// <param name="Run">How often something is added.</param>
/// <param name="OtherAdds">The other operations that add.</param>
internal sealed record GrowingStore(IOperation Add, string Name, Holder Holder, Run Run, ImmutableArray<IOperation> OtherAdds)
{
    /// <summary>Why it is not proven to grow without end, as a clause; null when it is.</summary>
    public string? Doubt { get; init; }

    /// <summary>The collection's type; null for a cache.</summary>
    public ITypeSymbol? Type { get; init; }

    /// <summary>Whether it is a cache whose entries never expire.</summary>
    public bool IsCache { get; init; }
}
