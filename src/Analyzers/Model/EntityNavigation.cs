using Microsoft.CodeAnalysis;

namespace PerfAnalyzers.Model;

/// <summary>A property that leads from one entity to another, or to several.</summary>
/// <param name="Property">The property.</param>
/// <param name="Target">What it leads to.</param>
/// <param name="IsCollection">Whether to several.</param>
/// <param name="IsOwned">Whether the target is part of the entity, so that it is always loaded with it.</param>
/// <param name="IsAutoIncluded">Whether queries load it without being told.</param>
internal sealed record EntityNavigation(IPropertySymbol Property, INamedTypeSymbol Target, bool IsCollection, bool IsOwned, bool IsAutoIncluded)
{
    /// <summary>The property's name.</summary>
    public string Name => Property.Name;

    /// <summary>Whether a query that does not ask for it leaves it out.</summary>
    public bool NeedsInclude => !IsOwned && !IsAutoIncluded;
}
