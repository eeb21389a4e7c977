using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Facts;

namespace PerfAnalyzers.Flow.Memory;

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

    /// <summary>Whether what is there already is not put in again.</summary>
    public bool IsKeyed { get; init; }

    /// <summary>Why nothing leaves a queue, or not as fast as it comes, as a clause; null for what is no queue.</summary>
    public string? Queue { get; init; }

    /// <summary>Whether somebody reads the queue.</summary>
    public bool IsRead { get; init; }

    /// <summary>Where the queue is made, for what is one.</summary>
    public IOperation? MadeAt { get; init; }

    /// <summary>All members by which somebody comes to add.</summary>
    public ImmutableArray<ISymbol> Roots { get; init; } = [];

    /// <summary>What another project says of it, where that has it.</summary>
    public GrowthFact? Told { get; init; }

    /// <summary>The class of another project that has it.</summary>
    public INamedTypeSymbol? Owner { get; init; }

    /// <summary>What adds, in words.</summary>
    public string AddName => Told?.Add ?? (Add is IInvocationOperation { TargetMethod.Name: var name } ? name : "[...] =");
}
