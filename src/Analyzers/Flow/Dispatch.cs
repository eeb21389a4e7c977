using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace PerfAnalyzers.Flow;

/// <summary>Which bodies a call may run: the member itself, or every override and implementation in sight.</summary>
internal sealed class Dispatch
{
    /// <summary>
    /// An abstraction with more implementations than this says nothing about any one of them (IDisposable, a message handler of a large product).
    /// </summary>
    private const int MaxImplementations = 40;

    private readonly ConcurrentDictionary<IMethodSymbol, ImmutableArray<IMethodSymbol>> _targets = new(SymbolEqualityComparer.Default);
    private readonly Lazy<Dictionary<INamedTypeSymbol, List<INamedTypeSymbol>>> _subtypes;

    public Dispatch(Compilation compilation) => _subtypes = new(() => IndexSubtypes(compilation));

    /// <summary>The definitions that a call of <paramref name="method"/> may run; empty when none has source in sight.</summary>
    public ImmutableArray<IMethodSymbol> Targets(IMethodSymbol method)
    {
        method = method.ReducedFrom ?? method;
        return _targets.TryGetValue(method, out var targets) ? targets : _targets.GetOrAdd(method, Find(method));
    }

    private ImmutableArray<IMethodSymbol> Find(IMethodSymbol method)
    {
        var definition = method.OriginalDefinition;
        if (method.ContainingType?.TypeKind != TypeKind.Interface && !method.IsVirtual && !method.IsAbstract && !method.IsOverride)
            return HasSource(definition) ? [definition] : [];

        if (method.ContainingType is not { } type || IsOfFramework(type))
            return HasSource(definition) && !definition.IsAbstract ? [definition] : [];

        if (!_subtypes.Value.TryGetValue(type.OriginalDefinition, out var subtypes))
            subtypes = [];

        var targets = ImmutableArray.CreateBuilder<IMethodSymbol>();
        if (!definition.IsAbstract && HasSource(definition))
            targets.Add(definition);

        foreach (var subtype in subtypes)
        {
            foreach (var implementation in type.TypeKind == TypeKind.Interface ? Implementations(method, type, subtype) : Overrides(method, subtype))
            {
                if (implementation is { IsAbstract: false } && HasSource(implementation) && !targets.Contains(implementation, SymbolEqualityComparer.Default))
                    targets.Add(implementation);
            }
        }

        return targets.Count > MaxImplementations ? [] : targets.ToImmutable();
    }

    private static IEnumerable<IMethodSymbol> Implementations(IMethodSymbol method, INamedTypeSymbol type, INamedTypeSymbol subtype)
    {
        foreach (var constructed in subtype.AllInterfaces)
        {
            if (!SymbolEqualityComparer.Default.Equals(constructed.OriginalDefinition, type.OriginalDefinition) || !MayBeSame(constructed, type))
                continue;

            foreach (var member in constructed.GetMembers(method.Name).OfType<IMethodSymbol>())
            {
                if (SymbolEqualityComparer.Default.Equals(member.OriginalDefinition, method.OriginalDefinition) &&
                    subtype.FindImplementationForInterfaceMember(member) is IMethodSymbol implementation)
                {
                    yield return implementation.OriginalDefinition;
                }
            }
        }
    }

    private static IEnumerable<IMethodSymbol> Overrides(IMethodSymbol method, INamedTypeSymbol subtype)
    {
        foreach (var member in subtype.GetMembers(method.Name).OfType<IMethodSymbol>())
        {
            for (var overridden = member.OverriddenMethod; overridden is not null; overridden = overridden.OverriddenMethod)
            {
                if (SymbolEqualityComparer.Default.Equals(overridden.OriginalDefinition, method.OriginalDefinition))
                    yield return member.OriginalDefinition;
            }
        }
    }

    // IRepository<Order> is not implemented by an IRepository<Customer>, but may be by an IRepository<T>.
    private static bool MayBeSame(INamedTypeSymbol implemented, INamedTypeSymbol called)
    {
        for (var i = 0; i < implemented.TypeArguments.Length && i < called.TypeArguments.Length; i++)
        {
            var (x, y) = (implemented.TypeArguments[i], called.TypeArguments[i]);
            if (x is not ITypeParameterSymbol && y is not ITypeParameterSymbol && !SymbolEqualityComparer.Default.Equals(x, y) &&
                x is INamedTypeSymbol { IsGenericType: false } && y is INamedTypeSymbol { IsGenericType: false })
            {
                return false;
            }
        }

        return true;
    }

    private static bool HasSource(IMethodSymbol method) => !method.DeclaringSyntaxReferences.IsEmpty;

    // Every type implements something of System; what one IEquatable does says nothing about another.
    private static bool IsOfFramework(INamedTypeSymbol type) =>
        type.DeclaringSyntaxReferences.IsEmpty &&
        type.ContainingAssembly?.Name is { } name &&
        (name is "mscorlib" or "netstandard" or "System" || name.StartsWith("System.", StringComparison.Ordinal));

    private static Dictionary<INamedTypeSymbol, List<INamedTypeSymbol>> IndexSubtypes(Compilation compilation)
    {
        var index = new Dictionary<INamedTypeSymbol, List<INamedTypeSymbol>>(SymbolEqualityComparer.Default);
        var assemblies = compilation.References
            .Where(r => r is CompilationReference)
            .Select(r => compilation.GetAssemblyOrModuleSymbol(r))
            .OfType<IAssemblySymbol>()
            .Prepend(compilation.Assembly);
        foreach (var type in assemblies.SelectMany(TypesOf))
        {
            if (type.TypeKind is not (TypeKind.Class or TypeKind.Struct or TypeKind.Interface))
                continue;

            foreach (var @interface in type.AllInterfaces.Select(i => i.OriginalDefinition).Distinct<INamedTypeSymbol>(SymbolEqualityComparer.Default))
                Add(@interface, type);

            for (var baseType = type.BaseType; baseType is { SpecialType: SpecialType.None }; baseType = baseType.BaseType)
                Add(baseType.OriginalDefinition, type);
        }

        return index;

        void Add(INamedTypeSymbol baseType, INamedTypeSymbol type)
        {
            if (!index.TryGetValue(baseType, out var types))
                index.Add(baseType, types = []);

            types.Add(type);
        }
    }

    private static IEnumerable<INamedTypeSymbol> TypesOf(IAssemblySymbol assembly)
    {
        var pending = new Stack<INamespaceOrTypeSymbol>();
        pending.Push(assembly.GlobalNamespace);
        while (pending.Count > 0)
        {
            var current = pending.Pop();
            if (current is INamedTypeSymbol type)
                yield return type;

            foreach (var member in current is INamespaceSymbol space ? space.GetMembers() : ((INamedTypeSymbol)current).GetTypeMembers().Cast<INamespaceOrTypeSymbol>())
                pending.Push(member);
        }
    }
}
