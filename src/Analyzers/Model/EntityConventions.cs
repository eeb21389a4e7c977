using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace PerfAnalyzers.Model;

/// <summary>Applies EF Core's conventions to what was read: entities that others lead to, keys, foreign keys, and the indexes of both.</summary>
internal sealed class EntityConventions(ModelFacts facts, EntityTypes types)
{
    private readonly Dictionary<string, EntityShape> _shapes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, INamedTypeSymbol?> _roots = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ImmutableArray<EntityNavigation>> _ofRoots = new(StringComparer.Ordinal);

    // What is asked of one entity is asked by rules that run at the same time.
    private readonly object _gate = new();
    private readonly HashSet<string> _assemblies = new(facts.Roots.Values.Select(r => r.Assembly), StringComparer.Ordinal);

    /// <summary>Whether somebody says that the type is an entity: then no other entity need be looked at.</summary>
    public bool IsRoot(INamedTypeSymbol type)
    {
        lock (_gate)
            return RootOf(TypeNames.Of(type)) is { } root && !IsIgnored(root);
    }

    /// <summary>Where such an entity leads, which it says itself; default for any other type.</summary>
    public ImmutableArray<EntityNavigation> NavigationsOfRoot(INamedTypeSymbol type)
    {
        var name = TypeNames.Of(type);
        lock (_gate)
        {
            if (_ofRoots.TryGetValue(name, out var known))
                return known;

            var navigations = RootOf(name) is { } root && !IsIgnored(root) ? [.. Navigations(new(root, facts.Find(name), facts.All(root)))] : default(ImmutableArray<EntityNavigation>);
            _ofRoots.Add(name, navigations);
            return navigations;
        }
    }

    /// <summary>Every entity, by name.</summary>
    public EntityDescriptions Apply()
    {
        lock (_gate)
            return ApplyToAll();
    }

    private EntityDescriptions ApplyToAll()
    {
        // What is reached from an entity of doubt is doubtful as well, unless it is reached from others too.
        var pending = new Queue<(INamedTypeSymbol Type, string? Doubt)>(facts.Roots.Keys
            .Select(r => (Type: RootOf(r)!, Doubt: facts.Doubts.TryGetValue(r, out var doubt) ? doubt : null)).Where(r => r.Type is not null).OrderBy(r => r.Doubt is not null));
        while (pending.Count > 0)
        {
            var (type, doubt) = pending.Dequeue();
            var name = TypeNames.Of(type);
            if (_shapes.ContainsKey(name) || IsIgnored(type))
                continue;

            var shape = new EntityShape(type, facts.Find(name), facts.All(type)) { Doubt = doubt ?? facts.IncompleteBecause };
            _shapes.Add(name, shape);
            foreach (var navigation in Navigations(shape))
            {
                shape.Navigations.Add(navigation);
                pending.Enqueue((navigation.Target, doubt));
            }
        }

        var owned = new HashSet<string>(_shapes.Values.SelectMany(s => s.Navigations).Where(n => n.IsOwned).Select(n => TypeNames.Of(n.Target)), StringComparer.Ordinal);
        var keys = new ForeignKeyConvention(_shapes);
        return new(_shapes.ToImmutableDictionary(s => s.Key, s => (EntityTypeName.Of(s.Value.Type), s.Value.Describe(keys, owned.Contains(s.Key))), StringComparer.Ordinal));
    }

    private INamedTypeSymbol? RootOf(string name)
    {
        if (!_roots.TryGetValue(name, out var known))
            _roots.Add(name, known = facts.Roots.TryGetValue(name, out var root) ? types.Find(root) : null);

        return known;
    }

    private IEnumerable<EntityNavigation> Navigations(EntityShape shape)
    {
        foreach (var property in shape.Properties)
        {
            if (shape.IsIgnored(property) || shape.IsColumn(property.Name))
                continue;

            var element = ElementOf(property.Type);
            if ((element ?? property.Type) is not INamedTypeSymbol target || (element is null && property.SetMethod is null) || !MayBeEntity(target, shape.IsOwner(property.Name)))
                continue;

            var isOwned = shape.IsOwner(property.Name) || facts.Find(TypeNames.Of(target)).IsOwned || EntityAttributes.IsOwned(target);
            yield return new(property, target, element is not null, isOwned, shape.IsAutoIncluded(property.Name));
        }
    }

    // Every class is an entity when one leads to it, unless somebody says that it is a column. Classes of libraries are what providers know to store.
    private bool MayBeEntity(INamedTypeSymbol type, bool isOwned)
    {
        if (type.TypeKind is not TypeKind.Class || type.SpecialType is not SpecialType.None || IsIgnored(type) || type.IsStatic)
            return false;

        var name = TypeNames.Of(type);
        if (facts.Roots.ContainsKey(name) || isOwned)
            return true;

        if (facts.ColumnTypes.Contains(name) || EntityAttributes.IsComplex(type) || !_assemblies.Contains(AssemblyOf(type)))
            return false;

        // What has no key is converted to a column by code that was not read.
        var configuration = facts.Find(name);
        return configuration.IsOwned || EntityAttributes.IsOwned(type) || new EntityShape(type, configuration, facts.All(type)).Key.Length > 0;
    }

    private bool IsIgnored(INamedTypeSymbol type) => facts.Find(TypeNames.Of(type)).IsIgnored || EntityAttributes.IsNotMapped(type);

    private static string AssemblyOf(INamedTypeSymbol type) => type.ContainingAssembly?.Name ?? "";

    /// <summary>The element of a collection; null for what is none.</summary>
    public static ITypeSymbol? ElementOf(ITypeSymbol type) =>
        type is INamedTypeSymbol { SpecialType: not SpecialType.System_String } named
            ? named.AllInterfaces.Prepend(named).FirstOrDefault(i => i.OriginalDefinition.SpecialType is SpecialType.System_Collections_Generic_IEnumerable_T)?.TypeArguments[0]
            : null;
}
