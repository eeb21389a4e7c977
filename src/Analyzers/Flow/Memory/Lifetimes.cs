using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Flow.Bodies;
using PerfAnalyzers.Flow.Calls;
using PerfAnalyzers.Knowledge;

namespace PerfAnalyzers.Flow.Memory;

/// <summary>What lives as long as the process: static fields, singletons of the container, and what these hold by themselves.</summary>
/// <param name="compilation">The program.</param>
/// <param name="uses">Who makes objects of a class.</param>
/// <param name="memory">What APIs do with memory.</param>
/// <param name="registrations">What the container is told.</param>
/// <param name="stored">What types keep.</param>
/// <param name="isAssumed">What a class is taken for that nobody in sight registers or holds: a singleton, where it is asked what would grow if another project made it one.</param>
internal sealed class Lifetimes(Compilation compilation, MemberUses uses, MemoryApis memory, Registrations registrations, StoredValues stored, bool isAssumed = false)
{
    /// <summary>Objects between what holds and the process.</summary>
    private const int MaxHolders = 3;

    private readonly ByDepth<INamedTypeSymbol, Holder?> _holders = new(MaxHolders + 1, SymbolEqualityComparer.Default);
    private readonly ConcurrentDictionary<INamedTypeSymbol, ImmutableArray<ISymbol>> _stores = new(SymbolEqualityComparer.Default);

    /// <summary>Who keeps an object of the type for as long as the process lives; null when nobody is seen to.</summary>
    public Holder? HolderOf(INamedTypeSymbol type, CancellationToken cancellationToken) => HolderOf(type, 0, cancellationToken);

    /// <summary>Who keeps what a field or property of the program holds.</summary>
    public Holder? HolderOf(ISymbol store, CancellationToken cancellationToken) => store switch
    {
        { IsStatic: true } => IsOfThread(store) ? null : new("the static", IsOfStore: true),
        { ContainingType: { } type } => HolderOf(type, cancellationToken),
        _ => null,
    };

    /// <summary>Whether an object of the type lives no longer than a request, a scope, or who asked for it.</summary>
    public bool IsShortLived(INamedTypeSymbol type, CancellationToken cancellationToken) =>
        HolderOf(type, cancellationToken) is null &&
        (registrations.Of(type, cancellationToken).Any(l => l is ApiEffect.Scoped or ApiEffect.Transient) || memory.OfType(type) is ApiEffect.Scoped);

    /// <summary>Whether there is one object of a type for the process, as the container or the table says, whatever it is behind.</summary>
    public bool IsOne(ITypeSymbol? type, CancellationToken cancellationToken) => type is INamedTypeSymbol named &&
        (HolderOf(named, cancellationToken) is { Doubt: null } || memory.OfType(named) is ApiEffect.Singleton ||
            (registrations.Of(named, cancellationToken) is { IsEmpty: false } lifetimes && lifetimes.All(l => l is ApiEffect.Singleton)));

    /// <summary>Whether each thread has its own.</summary>
    public static bool IsOfThread(ISymbol store) => store.GetAttributes().Any(a => a.AttributeClass?.Name == "ThreadStaticAttribute");

    private Holder? HolderOf(INamedTypeSymbol type, int depth, CancellationToken cancellationToken)
    {
        type = type.OriginalDefinition;
        if (type.TypeKind is not TypeKind.Class || type.IsStatic)
            return null;

        return _holders[depth].TryGetValue(type, out var known) ? known : _holders[depth].GetOrAdd(type, Find(type, depth, cancellationToken));
    }

    private Holder? Find(INamedTypeSymbol type, int depth, CancellationToken cancellationToken)
    {
        var registered = registrations.Of(type, cancellationToken);
        var isOther = registered.Any(l => l is ApiEffect.Scoped or ApiEffect.Transient);
        if (registered.Contains(ApiEffect.Singleton) && !IsMadePerRequest(type))
            return new($"the singleton '{type.Name}'", isOther ? "it is also registered with a shorter life" : null);

        // A hosted service is asked for once, however it is registered.
        if (memory.OfType(type) is ApiEffect.Singleton && !type.IsAbstract)
            return new($"the singleton '{type.Name}'");

        if (isOther)
            return null;

        if (isAssumed)
            return new($"the singleton '{type.Name}'");

        if (depth >= MaxHolders)
            return null;

        foreach (var store in StoresOf(type))
        {
            if (IsOfThread(store) || !Creates(store, type, cancellationToken))
                continue;

            if (store.IsStatic)
                return new($"'{type.Name}'", DoubtOfOne(type, cancellationToken)) { By = $"'{store.ContainingType.Name}.{store.Name}'" };

            if (HolderOf(store.ContainingType, depth + 1, cancellationToken) is { } outer)
                return new($"'{type.Name}'", outer.Doubt ?? DoubtOfOne(type, cancellationToken)) { By = outer.Chain };
        }

        return null;
    }

    // static readonly Form Default = new();  and somewhere else  new Form(): what happens to one object need not happen to that one.
    private string? DoubtOfOne(INamedTypeSymbol type, CancellationToken cancellationToken)
    {
        var kept = StoresOf(type).SelectMany(s => stored.Of(s, cancellationToken)).Select(v => v.Syntax).ToList();
        return type.InstanceConstructors.SelectMany(c => uses.Of(c, cancellationToken)).OfType<IObjectCreationOperation>()
            .Any(made => !kept.Exists(k => k.SyntaxTree == made.Syntax.SyntaxTree && k.Span.Contains(made.Syntax.Span)))
            ? "other objects of its class are made as well"
            : null;
    }

    /// <summary>The fields and properties of the program that may hold an object of a class.</summary>
    public IEnumerable<ISymbol> StoresOf(INamedTypeSymbol type) => _stores.TryGetValue(type.OriginalDefinition, out var known) ? known : _stores.GetOrAdd(type.OriginalDefinition, FindStores(type.OriginalDefinition));

    // UseMiddleware<T> makes one of a class that takes the next delegate; what implements IMiddleware is asked of the container each time.
    private static bool IsMadePerRequest(INamedTypeSymbol type) => type.AllInterfaces.Any(i => i.Name == "IMiddleware");

    /// <summary>Whether all that a field or property holds is made for it: one that is handed in may have any life.</summary>
    public bool Creates(ISymbol store, INamedTypeSymbol type, CancellationToken cancellationToken) =>
        stored.Of(store, cancellationToken).Where(v => v.Parent is not IArgumentOperation).ToList() is { Count: > 0 } values && values.TrueForAll(v => IsCreation(v, type));

    private static bool IsCreation(IOperation value, INamedTypeSymbol type) => OperationShape.Unwrap(value) switch
    {
        IObjectCreationOperation { Type: { } made } when LazyValueOf(made) is { } lazy => SymbolEqualityComparer.Default.Equals(lazy.OriginalDefinition, type),
        IObjectCreationOperation creation => SymbolEqualityComparer.Default.Equals(creation.Type?.OriginalDefinition, type),
        ICoalesceAssignmentOperation ensured => IsCreation(ensured.Value, type),
        _ => false,
    };

    // Names first: only the members of types that name the class, or an alias of it, are bound.
    private ImmutableArray<ISymbol> FindStores(INamedTypeSymbol type)
    {
        if (type.TypeKind is not TypeKind.Class || type.DeclaringSyntaxReferences.IsEmpty)
            return [];

        var naming = new HashSet<string>(StringComparer.Ordinal) { type.Name };
        var files = compilation.SyntaxTrees.Select(SourceFile.Of).ToList();
        naming.UnionWith(files.SelectMany(f => f.Aliases).Where(a => a.Names.Contains(type.Name)).Select(a => a.Alias));
        var holding = new HashSet<string>(files.SelectMany(f => f.Stores).Where(s => s.Names.Any(naming.Contains)).Select(s => s.Type), StringComparer.Ordinal);
        return [.. SourceTypes.Named(compilation, compilation.Assembly, holding).SelectMany(t => t.GetMembers()).Where(m => Holds(m, type))];
    }

    private static bool Holds(ISymbol member, INamedTypeSymbol type) => member switch
    {
        IFieldSymbol { IsConst: false, IsImplicitlyDeclared: false, Type: INamedTypeSymbol held } => Is(held, type),
        IPropertySymbol { Parameters.IsEmpty: true, Type: INamedTypeSymbol held } property => Is(held, type) && IsAutomatic(property),
        _ => false,
    };

    private static bool Is(INamedTypeSymbol held, INamedTypeSymbol type) => SymbolEqualityComparer.Default.Equals((LazyValueOf(held) ?? held).OriginalDefinition, type);

    /// <summary>What a <c>Lazy</c> makes; null for any other type.</summary>
    public static ITypeSymbol? LazyValueOf(ITypeSymbol type) => type is INamedTypeSymbol { Name: "Lazy", TypeArguments: { Length: 1 } value } ? value[0] : null;

    /// <summary>Whether a property has a field of its own.</summary>
    public static bool IsAutomatic(IPropertySymbol property) =>
        property.ContainingType.GetMembers().OfType<IFieldSymbol>().Any(f => SymbolEqualityComparer.Default.Equals(f.AssociatedSymbol, property));
}
