using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using PerfAnalyzers.Flow.Calls;

namespace PerfAnalyzers.Flow.Entities;

/// <summary>
/// May a parameter be, or hold, an entity of whatever type? <see cref="Navigations.MayHold(ITypeSymbol, ITypeSymbol)"/> for all of them at once, by their names. A "no" holds,
/// and spares binding a body that is given a list of numbers.
/// </summary>
internal sealed class EntityHolders(Navigations navigations, Dispatch dispatch)
{
    /// <summary>Containers of containers looked into; beyond that anything may be there.</summary>
    private const int MaxNesting = 4;

    private readonly ConcurrentDictionary<ITypeSymbol, bool> _known = new(SymbolEqualityComparer.Default);

    /// <summary>Whether an entity may come in by one of the parameters of a method.</summary>
    public bool AreIn(IMethodSymbol method) => method.OriginalDefinition.Parameters.Any(p => Is(p.Type));

    /// <summary>Whether a value of the type may be or hold an entity.</summary>
    public bool Is(ITypeSymbol type) => _known.TryGetValue(type, out var known) ? known : _known.GetOrAdd(type, Is(type, 0));

    private bool Is(ITypeSymbol type, int depth) => depth > MaxNesting || type switch
    {
        IArrayTypeSymbol array => Is(array.ElementType, depth + 1),
        { SpecialType: SpecialType.System_String } or { TypeKind: TypeKind.Enum } => false,
        INamedTypeSymbol named when Dispatch.IsOfFramework(named) => IsOfFramework(named, depth),
        INamedTypeSymbol named => IsKindOfEntity(named) || named.TypeArguments.Any(a => Is(a, depth + 1)) || ElementsAre(named, depth) || HasEntity(named),
        _ => true,
    };

    // List<int>, Func<Order, bool>: no entity is one itself. What says nothing at all may be anything that derives from it.
    private bool IsOfFramework(INamedTypeSymbol type, int depth) => type.TypeArguments.IsEmpty
        ? type is { TypeKind: TypeKind.Interface or TypeKind.Class, IsSealed: false }
        : type.TypeArguments.Any(a => Is(a, depth + 1));

    // The entity, what it derives from, what derives from it.
    private bool IsKindOfEntity(INamedTypeSymbol type) =>
        SelfAndBases(type).Any(navigations.MayBeEntity) ||
        (type.TypeKind is TypeKind.Class or TypeKind.Interface && !type.IsSealed && (type.DeclaringSyntaxReferences.IsEmpty || dispatch.Below(type).Any(navigations.MayBeEntity)));

    private static IEnumerable<INamedTypeSymbol> SelfAndBases(INamedTypeSymbol type)
    {
        for (var current = type; current is not null && !Dispatch.IsOfFramework(current); current = current.BaseType)
            yield return current;
    }

    // class Orders : List<Order>
    private bool ElementsAre(INamedTypeSymbol type, int depth) =>
        Navigations.ElementOf(type) is { } element && !SymbolEqualityComparer.Default.Equals(element, type) && Is(element, depth + 1);

    // A row of the program's own that has an entity as a member.
    private bool HasEntity(INamedTypeSymbol type) => type.GetMembers().OfType<IPropertySymbol>()
        .Any(p => !p.IsStatic && Navigations.ElementOf(p.Type) is INamedTypeSymbol element && !Dispatch.IsOfFramework(element) && IsKindOfEntity(element));
}
