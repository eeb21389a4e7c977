using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using PerfAnalyzers.Flow.Calls;
using PerfAnalyzers.Model;

namespace PerfAnalyzers.Flow.Entities;

/// <summary>Which properties lead from one entity to another, and which types hold entities.</summary>
internal sealed class Navigations
{
    /// <summary>Containers of containers looked into.</summary>
    private const int MaxNesting = 4;

    private readonly ConcurrentDictionary<IPropertySymbol, ITypeSymbol?> _targets = new(SymbolEqualityComparer.Default);
    private readonly ConcurrentDictionary<INamedTypeSymbol, bool> _entities = new(SymbolEqualityComparer.Default);
    private readonly Lazy<EntityModel> _model;
    private readonly OtherMappers _others;
    private readonly EntityNames _names;

    public Navigations(Compilation compilation, Func<EntityModel> model)
    {
        _model = new(model);
        _others = new(compilation);
        _names = new(compilation);
    }

    /// <summary>Whether rows of the database become values of this type. The model is only read for a type that may be an entity by its name.</summary>
    public bool IsEntity(ITypeSymbol? type) => type is INamedTypeSymbol { TypeKind: TypeKind.Class } named &&
        (_entities.TryGetValue(named, out var known) ? known : _entities.GetOrAdd(named, (_names.MayBe(named) && _model.Value.IsEntity(named)) || _others.IsEntity(named)));

    /// <summary>Whether a class may have navigations, as far as names tell. False is certain.</summary>
    public bool MayBeEntity(INamedTypeSymbol type) => _names.MayBe(type) || _others.IsEntity(type);

    /// <summary>Whether a value of the type can hold entities: one, a sequence of them, a tuple or object with some.</summary>
    public bool HoldsEntities(ITypeSymbol type) => type is ITypeParameterSymbol || IsEntity(ElementOf(type)) || (type is INamedTypeSymbol { TypeArguments: var arguments } && arguments.Any(HoldsEntities));

    /// <summary>The entity that a navigation leads to; null for a property that is none.</summary>
    public ITypeSymbol? TargetOf(IPropertySymbol property) =>
        _targets.TryGetValue(property, out var known) ? known : _targets.GetOrAdd(property, Find(property));

    /// <summary>Whether a navigation comes with its entity, asked for or not; a query may do without what the model adds.</summary>
    public bool IsLoadedAlways(IPropertySymbol navigation, bool isBare) => (_model.Value.NavigationOf(navigation) is { NeedsInclude: false } known && (known.IsOwned || !isBare)) || _model.Value.Find(TargetOf(navigation)) is { IsOwned: true } or { IsJson: true };

    /// <summary>Whether the navigation is one of Entity Framework Core, and not of another mapper.</summary>
    public bool IsOfModel(IPropertySymbol navigation) => _model.Value.NavigationOf(navigation) is not null;

    /// <summary>What happens when a navigation is read that was not loaded.</summary>
    public LazyLoading LazyLoadingOf(IPropertySymbol navigation)
    {
        if (_model.Value.NavigationOf(navigation) is null)
            return _others.LazyLoadingOf(navigation);

        if (_model.Value.Find(navigation.ContainingType) is { LoadsLazily: true })
            return LazyLoading.On;

        // A proxy overrides what it loads, and refuses a model in which it cannot.
        return !navigation.IsVirtual ? LazyLoading.Off : _model.Value.LazyLoading;
    }

    /// <summary>Why a navigation may be loaded all the same, as a clause; null when the whole model is in sight.</summary>
    public string? DoubtOf(IPropertySymbol navigation) =>
        _model.Value.NavigationOf(navigation) is null ? _others.DoubtOf(navigation) : (_model.Value.Find(navigation.ContainingType) ?? _model.Value.Find(TargetOf(navigation)))?.IncompleteBecause;

    /// <summary>Whether a navigation leads to many.</summary>
    public static bool IsCollection(IPropertySymbol navigation) => !SymbolEqualityComparer.Default.Equals(ElementOf(navigation.Type), WithoutNull(navigation.Type));

    /// <summary>Whether a value of a type can be, or hold, an entity of the wanted type; any type can hold an unknown one.</summary>
    public static bool MayHold(ITypeSymbol? type, ITypeSymbol? wanted) => type is not null && (wanted is null || MayHold(type, wanted, 0));

    /// <summary>Whether one of two types is the other or derives from it. A type parameter may stand for anything.</summary>
    public static bool IsKindOf(ITypeSymbol? x, ITypeSymbol y) =>
        x is null or ITypeParameterSymbol || y is ITypeParameterSymbol || Subtypes.IsOrIsBelow(x, y) || Subtypes.IsOrIsBelow(y, x);

    /// <summary>What a sequence, or a task of one, holds; the type itself when it is neither.</summary>
    public static ITypeSymbol? ElementOf(ITypeSymbol type)
    {
        for (var depth = 0; depth < MaxNesting; depth++)
        {
            switch (type)
            {
                case IArrayTypeSymbol array:
                    type = array.ElementType;
                    break;
                case { SpecialType: SpecialType.System_String } or ITypeParameterSymbol:
                    return WithoutNull(type);
                case INamedTypeSymbol { Name: "Task" or "ValueTask" or "IAsyncEnumerable" or "Nullable", TypeArguments: { Length: 1 } results }:
                    type = results[0];
                    break;
                case INamedTypeSymbol named when SequenceOf(named) is { } sequence:
                    type = sequence.TypeArguments[0];
                    break;
                default:
                    return WithoutNull(type);
            }
        }

        return null;
    }

    private static INamedTypeSymbol? SequenceOf(INamedTypeSymbol type) =>
        type.OriginalDefinition.SpecialType is SpecialType.System_Collections_Generic_IEnumerable_T
            ? type
            : type.AllInterfaces.FirstOrDefault(i => i.OriginalDefinition.SpecialType is SpecialType.System_Collections_Generic_IEnumerable_T);

    private static ITypeSymbol WithoutNull(ITypeSymbol type) => type.WithNullableAnnotation(NullableAnnotation.None);

    private ITypeSymbol? Find(IPropertySymbol property) =>
        property is { IsStatic: false, IsIndexer: false, GetMethod: not null, ContainingType.TypeKind: TypeKind.Class }
            ? (MayLeadOn(property) ? _model.Value.NavigationOf(property)?.Target : null) ?? _others.TargetOf(property)
            : null;

    private bool MayLeadOn(IPropertySymbol property) => _names.MayBe(property.ContainingType) && ElementOf(property.Type) is INamedTypeSymbol target && _names.MayBe(target);

    private static bool MayHold(ITypeSymbol type, ITypeSymbol wanted, int depth) => depth <= MaxNesting && type switch
    {
        ITypeParameterSymbol or IDynamicTypeSymbol or { SpecialType: SpecialType.System_Object } => true,
        IArrayTypeSymbol array => SymbolEqualityComparer.Default.Equals(array, wanted) || MayHold(array.ElementType, wanted, depth + 1),
        INamedTypeSymbol named => IsKindOf(named, wanted) || named.TypeArguments.Any(a => MayHold(a, wanted, depth + 1)) ||
            (named.TypeArguments.IsEmpty && SequenceOf(named) is { } sequence && MayHold(sequence.TypeArguments[0], wanted, depth + 1)) ||
            (named.IsAnonymousType && named.GetMembers().OfType<IPropertySymbol>().Any(p => MayHold(p.Type, wanted, depth + 1))) ||
            IsOwnContainer(named, wanted, depth),
        _ => false,
    };

    // A row of the program's own that has an entity as a member.
    private static bool IsOwnContainer(INamedTypeSymbol type, ITypeSymbol wanted, int depth) =>
        !type.DeclaringSyntaxReferences.IsEmpty && type.TypeKind is TypeKind.Class or TypeKind.Struct && depth < MaxNesting - 1 &&
        type.GetMembers().OfType<IPropertySymbol>().Any(p => !p.IsStatic && ElementOf(p.Type) is { } element && SymbolEqualityComparer.Default.Equals(element, wanted));
}
