using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace PerfAnalyzers.Model;

/// <summary>
/// The EF Core model of a program, as its source and references say: attributes, conventions, the model's builder, configuration classes, and
/// the snapshot of the migrations, which has the last word where there is one. Read once, when a rule first asks.
/// </summary>
internal sealed class EntityModel
{
    private readonly EntityConventions _conventions;
    private readonly Lazy<ImmutableDictionary<string, Entity>> _entities;

    private EntityModel(ModelFacts facts)
    {
        _conventions = new(facts);
        _entities = new(_conventions.Apply);
        IncompleteBecause = facts.IncompleteBecause;
        LazyLoading = facts.UsesProxies ? LazyLoading.On : facts.ConfiguresContexts ? LazyLoading.Off : LazyLoading.Unknown;
    }

    /// <summary>Every entity type.</summary>
    public IEnumerable<Entity> Entities => _entities.Value.Values;

    /// <summary>Whether contexts load navigations when they are read.</summary>
    public LazyLoading LazyLoading { get; }

    /// <summary>
    /// Why more may be configured than is in sight, as a clause; null when everything is. An entity of a snapshot is complete even so:
    /// <see cref="Entity.IncompleteBecause"/> says it for one.
    /// </summary>
    public string? IncompleteBecause { get; }

    /// <summary>Reads the model of a compilation.</summary>
    public static EntityModel Read(Compilation compilation, CancellationToken cancellationToken) => new(new ModelReader(compilation, cancellationToken).Read());

    /// <summary>Whether rows become values of the type. What somebody says is an entity is one, whatever conventions make of all others.</summary>
    public bool IsEntity(INamedTypeSymbol type) => _conventions.IsRoot(type) || Find(type) is not null;

    /// <summary>The entity of a type, whichever compilation's symbol that is; null for what is no entity.</summary>
    public Entity? Find(ITypeSymbol? type) =>
        type is INamedTypeSymbol named && _entities.Value.TryGetValue(TypeNames.Of(named), out var entity) ? entity : null;

    /// <summary>The navigation that a property is, in the class that declares it or in one derived from that; null for what is none.</summary>
    public EntityNavigation? NavigationOf(IPropertySymbol property)
    {
        if (_conventions.NavigationsOfRoot(property.ContainingType) is { IsDefault: false } navigations)
            return navigations.FirstOrDefault(n => n.Name == property.Name);

        if (Find(property.ContainingType) is { } own)
            return own.NavigationOf(property.Name);

        var declaring = TypeNames.Of(property.ContainingType);
        return _entities.Value.Values.Select(e => e.NavigationOf(property.Name)).FirstOrDefault(n => n is not null && TypeNames.Of(n.Property.ContainingType) == declaring);
    }
}
