using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace PerfAnalyzers.Model;

/// <summary>One entity type of a compilation.</summary>
internal sealed record Entity : EntityDescription
{
    /// <param name="type">The class.</param>
    /// <param name="description">What is known of it.</param>
    public Entity(INamedTypeSymbol type, EntityDescription description)
        : base(description)
    {
        Type = type;
        Navigations = [.. description.Leads.Select(NavigationOf).OfType<EntityNavigation>()];
    }

    /// <summary>The class.</summary>
    public INamedTypeSymbol Type { get; }

    /// <summary>Where it leads.</summary>
    public ImmutableArray<EntityNavigation> Navigations { get; }

    /// <summary>The navigation of a property, or null.</summary>
    public EntityNavigation? NavigationOf(string property) => Navigations.FirstOrDefault(n => n.Name == property);

    private EntityNavigation? NavigationOf(NavigationDescription lead) =>
        EntityShape.PropertyOf(Type, lead.Name) is { } property && (EntityConventions.ElementOf(property.Type) ?? property.Type) is INamedTypeSymbol target
            ? new(property, target, lead.IsCollection, lead.IsOwned, lead.IsAutoIncluded)
            : null;
}
