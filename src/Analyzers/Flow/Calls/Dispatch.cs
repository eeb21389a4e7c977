using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Knowledge;

namespace PerfAnalyzers.Flow.Calls;

/// <summary>Which bodies a call may run: the member itself, or every override and implementation in sight.</summary>
internal sealed class Dispatch
{
    /// <summary>
    /// An abstraction with more implementations than this says nothing about any one of them (IDisposable, a message handler of a large product).
    /// </summary>
    private const int MaxImplementations = 40;

    // All of them, however many.
    private readonly ConcurrentDictionary<IMethodSymbol, ImmutableArray<IMethodSymbol>> _bodies = new(SymbolEqualityComparer.Default);
    private readonly ConcurrentDictionary<IMethodSymbol, IMethodSymbol?> _inherited = new(SymbolEqualityComparer.Default);
    private readonly Subtypes _subtypes;
    private readonly OwnView _view;

    public Dispatch(Compilation compilation)
    {
        _subtypes = new(compilation);
        _view = new(compilation);
    }

    /// <summary>The members that a call of <paramref name="method"/> may run, constructed as the call says; empty when none has source in sight.</summary>
    public ImmutableArray<IMethodSymbol> Targets(IMethodSymbol method) => Speaking(Bodies(method));

    /// <summary>The same of a call on an object of which more is known than that it has the member: a class is none of those beside it.</summary>
    public ImmutableArray<IMethodSymbol> Targets(IMethodSymbol method, Receiver on)
    {
        var bodies = Bodies(method);
        // The members of an extension block are nobody's below the class that they are called on.
        return on.Class is null || bodies.IsEmpty || method.ContainingType is { CanBeReferencedByName: false } || (!on.IsBase && SymbolEqualityComparer.Default.Equals(on.Class.OriginalDefinition, method.ContainingType?.OriginalDefinition))
            ? Speaking(bodies)
            : Speaking(Reached(bodies, (INamedTypeSymbol)_view.Of(on.Class), on.IsBase));
    }

    /// <summary>The same of an operation that calls a member.</summary>
    public ImmutableArray<IMethodSymbol> Targets(IInvocationOperation call) => Targets(call.TargetMethod, Receiver.Of(call));

    private static ImmutableArray<IMethodSymbol> Speaking(ImmutableArray<IMethodSymbol> bodies) => bodies.Length > MaxImplementations ? [] : bodies;

    private ImmutableArray<IMethodSymbol> Bodies(IMethodSymbol method)
    {
        method = method.ReducedFrom ?? method;
        return _bodies.TryGetValue(method, out var bodies) ? bodies : _bodies.GetOrAdd(method, Find(_view.Of(method)));
    }

    // What the class itself runs, which it may inherit, and what those below it do instead.
    private static ImmutableArray<IMethodSymbol> Reached(ImmutableArray<IMethodSymbol> bodies, INamedTypeSymbol type, bool isBase)
    {
        IMethodSymbol? own = null;
        for (var current = type; current is not null && own is null; current = current.BaseType)
            own = bodies.FirstOrDefault(b => IsIn(b, current));

        return bodies.RemoveAll(b => !SymbolEqualityComparer.Default.Equals(b, own) && (isBase || !Subtypes.IsBelow(b.ContainingType, type.OriginalDefinition)));
    }

    private static bool IsIn(IMethodSymbol method, INamedTypeSymbol type) => SymbolEqualityComparer.Default.Equals(method.ContainingType?.OriginalDefinition, type.OriginalDefinition);

    /// <summary>The types below a definition, as <see cref="Subtypes"/> finds them.</summary>
    public ImmutableArray<INamedTypeSymbol> Below(INamedTypeSymbol type) => _subtypes.Of(type.OriginalDefinition);

    /// <summary>
    /// What a class of the program has from a library and implements an interface's member with: <c>class ShopDb : DbContext, IShopDb</c> need not write
    /// the <c>SaveChangesAsync</c> that both have. Null when there is none.
    /// </summary>
    public IMethodSymbol? Inherited(IMethodSymbol method) => method.ContainingType is not { TypeKind: TypeKind.Interface } type || IsOfFramework(type)
        ? null
        : _inherited.GetOrAdd(method.OriginalDefinition, m => FindInherited(_view.Of(m)));

    /// <summary>
    /// The members that handle a message: those with which a type implements one of the generic <paramref name="interfaces"/> for a message
    /// of type <paramref name="message"/>.
    /// </summary>
    public ImmutableArray<IMethodSymbol> Handlers(IEnumerable<INamedTypeSymbol> interfaces, ITypeSymbol message)
    {
        message = _view.Of(message);
        var handlers = ImmutableArray.CreateBuilder<IMethodSymbol>();
        foreach (var @interface in interfaces)
        {
            foreach (var subtype in _subtypes.Of(@interface.OriginalDefinition))
            {
                foreach (var implemented in subtype.AllInterfaces.Where(i => SymbolEqualityComparer.Default.Equals(i.OriginalDefinition, @interface.OriginalDefinition)))
                {
                    // An open handler (a pipeline behaviour, a generic fallback) says nothing about this message.
                    if (!SymbolEqualityComparer.Default.Equals(implemented.TypeArguments[0], message))
                        continue;

                    handlers.AddRange(implemented.GetMembers().OfType<IMethodSymbol>()
                        .Select(m => ImplementationIn(subtype, m))
                        .OfType<IMethodSymbol>()
                        .Where(m => !m.IsAbstract && HasSource(m)));
                }
            }
        }

        return handlers.ToImmutable();
    }

    /// <summary>What a call of an interface's member runs on an object of the type; null when the type has no such member.</summary>
    public static IMethodSymbol? ImplementationIn(INamedTypeSymbol type, ISymbol member)
    {
        if (type.FindImplementationForInterfaceMember(member) is not IMethodSymbol method)
            return null;

        // The compiler says what stands in the class that lists the interface, not what overrides it further down.
        for (var current = type; current is not null && !SymbolEqualityComparer.Default.Equals(current, method.ContainingType); current = current.BaseType)
        {
            if (current.GetMembers(method.Name).OfType<IMethodSymbol>().FirstOrDefault(m => IsOverrideOf(m, method)) is { } last)
                return last;
        }

        return method;
    }

    private ImmutableArray<IMethodSymbol> Find(IMethodSymbol method)
    {
        if (method.ContainingType?.TypeKind != TypeKind.Interface && !method.IsVirtual && !method.IsAbstract && !method.IsOverride)
            return HasSource(method) ? [method] : [];

        if (method.ContainingType is not { } type || IsOfFramework(type))
            return HasSource(method) && !method.IsAbstract ? [method] : [];

        var targets = ImmutableArray.CreateBuilder<IMethodSymbol>();
        if (!method.IsAbstract && HasSource(method))
            targets.Add(method);

        foreach (var subtype in _subtypes.Of(type.OriginalDefinition))
        {
            foreach (var implementation in type.TypeKind == TypeKind.Interface ? Implementations(method, type, subtype) : Overrides(method, type, subtype))
            {
                if (implementation is { IsAbstract: false } && HasSource(implementation) && !targets.Contains(implementation, SymbolEqualityComparer.Default))
                    targets.Add(implementation);
            }
        }

        return targets.ToImmutable();
    }

    private IMethodSymbol? FindInherited(IMethodSymbol method) => _subtypes.Of(method.ContainingType.OriginalDefinition)
        .SelectMany(t => Implementations(method, method.ContainingType, t)).FirstOrDefault(i => !i.IsAbstract && !HasSource(i));

    private static IEnumerable<IMethodSymbol> Implementations(IMethodSymbol method, INamedTypeSymbol type, INamedTypeSymbol subtype)
    {
        foreach (var implemented in subtype.AllInterfaces)
        {
            if (As(subtype, implemented, type) is not { } constructed)
                continue;

            var @interface = constructed.AllInterfaces.FirstOrDefault(i =>
                SymbolEqualityComparer.Default.Equals(i.OriginalDefinition, type.OriginalDefinition) && TypeMap.Fits(i, type, new(SymbolEqualityComparer.Default)));
            foreach (var member in (@interface ?? implemented).GetMembers(method.Name).OfType<IMethodSymbol>())
            {
                if (SymbolEqualityComparer.Default.Equals(member.OriginalDefinition, method.OriginalDefinition) &&
                    ImplementationIn(constructed, member) is { } implementation)
                {
                    yield return Called(implementation, method);
                }
            }
        }
    }

    private static IEnumerable<IMethodSymbol> Overrides(IMethodSymbol method, INamedTypeSymbol type, INamedTypeSymbol subtype)
    {
        for (var baseType = subtype.BaseType; baseType is not null; baseType = baseType.BaseType)
        {
            if (As(subtype, baseType, type) is not { } constructed)
                continue;

            foreach (var member in constructed.GetMembers(method.Name).OfType<IMethodSymbol>().Where(m => IsOverrideOf(m, method)))
                yield return Called(member, method);
        }
    }

    private static bool IsOverrideOf(IMethodSymbol member, IMethodSymbol method)
    {
        for (var overridden = member.OverriddenMethod; overridden is not null; overridden = overridden.OverriddenMethod)
        {
            if (SymbolEqualityComparer.Default.Equals(overridden.OriginalDefinition, method.OriginalDefinition))
                return true;
        }

        return false;
    }

    // Repository<T> as IRepository<Order> is Repository<Order>. IRepository<Order> is not implemented by an IRepository<Customer>.
    private static INamedTypeSymbol? As(INamedTypeSymbol subtype, INamedTypeSymbol implemented, INamedTypeSymbol called)
    {
        if (!SymbolEqualityComparer.Default.Equals(implemented.OriginalDefinition, called.OriginalDefinition))
            return null;

        var found = new Dictionary<ITypeParameterSymbol, ITypeSymbol>(SymbolEqualityComparer.Default);
        if (!TypeMap.Fits(implemented, called, found))
            return null;

        return found.Count > 0 && subtype.TypeParameters.Length > 0 && subtype.ContainingType is not { IsGenericType: true }
            ? subtype.Construct([.. subtype.TypeParameters.Select(p => found.TryGetValue(p, out var type) ? type : p)])
            : subtype;
    }

    private static IMethodSymbol Called(IMethodSymbol member, IMethodSymbol called) =>
        member.IsGenericMethod && member.TypeParameters.Length == called.TypeArguments.Length && !called.IsDefinition
            ? member.ConstructedFrom.Construct([.. called.TypeArguments])
            : member;

    private static bool HasSource(IMethodSymbol method) => !method.OriginalDefinition.DeclaringSyntaxReferences.IsEmpty;

    /// <summary>Every type implements something of System; what one IEquatable does says nothing about another.</summary>
    public static bool IsOfFramework(INamedTypeSymbol type) =>
        type.DeclaringSyntaxReferences.IsEmpty &&
        type.ContainingAssembly?.Name is { } name &&
        (name is "mscorlib" or "netstandard" or "System" || name.StartsWith("System.", StringComparison.Ordinal));
}
