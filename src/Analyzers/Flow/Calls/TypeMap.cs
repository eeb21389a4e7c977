using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace PerfAnalyzers.Flow.Calls;

/// <summary>
/// What the type parameters of a body stand for on the way that led there, so that <c>Publish&lt;OrderDeleted&gt;</c> runs the handlers of
/// <c>OrderDeleted</c> and not those of every event.
/// </summary>
internal readonly struct TypeMap : IEquatable<TypeMap>
{
    /// <summary>A type that nests deeper than this is forgotten: a method that calls itself with a larger type each time must converge.</summary>
    private const int MaxNesting = 3;

    private readonly ImmutableArray<(ITypeParameterSymbol Parameter, ITypeSymbol Type)> _entries;

    private TypeMap(ImmutableArray<(ITypeParameterSymbol, ITypeSymbol)> entries) => _entries = entries;

    /// <summary>Whether nothing is known.</summary>
    public bool IsEmpty => _entries.IsDefaultOrEmpty;

    /// <summary>What a constructed method says about the type parameters of its definition and of the types around it.</summary>
    public static TypeMap Of(IMethodSymbol method)
    {
        if (method.IsDefinition)
            return default;

        var entries = ImmutableArray.CreateBuilder<(ITypeParameterSymbol, ITypeSymbol)>();
        Add(method.OriginalDefinition.TypeParameters, method.TypeArguments);
        for (var type = method.ContainingType; type is not null; type = type.ContainingType)
            Add(type.OriginalDefinition.TypeParameters, type.TypeArguments);

        return new(entries.ToImmutable());

        void Add(ImmutableArray<ITypeParameterSymbol> parameters, ImmutableArray<ITypeSymbol> arguments)
        {
            for (var i = 0; i < parameters.Length && i < arguments.Length; i++)
            {
                if (!IsOpen(arguments[i]) && Nesting(arguments[i]) <= MaxNesting)
                    entries.Add((parameters[i], arguments[i]));
            }
        }
    }

    /// <summary>Whether a type parameter occurs in what the method is constructed from.</summary>
    public static bool IsOpen(IMethodSymbol method)
    {
        if (method.TypeArguments.Any(IsOpen))
            return true;

        for (var type = method.ContainingType; type is not null; type = type.ContainingType)
        {
            if (type.TypeArguments.Any(IsOpen))
                return true;
        }

        return false;
    }

    /// <summary>Whether a type parameter occurs in the type.</summary>
    public static bool IsOpen(ITypeSymbol type) => type switch
    {
        ITypeParameterSymbol => true,
        INamedTypeSymbol named => named.TypeArguments.Any(IsOpen),
        IArrayTypeSymbol array => IsOpen(array.ElementType),
        _ => false,
    };

    /// <summary>
    /// Whether <paramref name="pattern"/>, written with type parameters, can stand for <paramref name="actual"/>; what its parameters are then
    /// goes into <paramref name="found"/>. A type parameter on either side fits everything.
    /// </summary>
    public static bool Fits(ITypeSymbol pattern, ITypeSymbol actual, Dictionary<ITypeParameterSymbol, ITypeSymbol> found)
    {
        if (pattern is ITypeParameterSymbol parameter)
        {
            if (IsOpen(actual))
                return true;

            found[parameter] = actual;
            return IsAllowed(parameter, actual);
        }

        if (actual is ITypeParameterSymbol)
            return true;

        if (!SymbolEqualityComparer.Default.Equals(pattern.OriginalDefinition, actual.OriginalDefinition))
            return false;

        if (pattern is not INamedTypeSymbol { TypeArguments: var patterns } || actual is not INamedTypeSymbol { TypeArguments: var actuals })
            return true;

        for (var i = 0; i < patterns.Length && i < actuals.Length; i++)
        {
            if (!Fits(patterns[i], actuals[i], found))
                return false;
        }

        return true;
    }

    /// <summary>The type, with what its parameters stand for.</summary>
    public ITypeSymbol In(ITypeSymbol type)
    {
        switch (type)
        {
            case ITypeParameterSymbol parameter:
                if (!_entries.IsDefault)
                {
                    foreach (var entry in _entries)
                    {
                        if (SymbolEqualityComparer.Default.Equals(entry.Parameter, parameter))
                            return entry.Type;
                    }
                }

                return type;
            case INamedTypeSymbol { IsGenericType: true, IsUnboundGenericType: false } named when named.ContainingType is not { IsGenericType: true }:
                return IsOpen(named) ? Constructed(named.OriginalDefinition, named.TypeArguments) : named;
            default:
                return type;
        }
    }

    /// <summary>The method as it is called when the type parameters stand for what is known of them.</summary>
    public IMethodSymbol In(IMethodSymbol method)
    {
        if (IsEmpty || !IsOpen(method))
            return method;

        var definition = method.OriginalDefinition;
        var result = definition;
        if (method.ContainingType is { } type && In(type) is INamedTypeSymbol constructed && !SymbolEqualityComparer.Default.Equals(constructed, definition.ContainingType))
        {
            result = constructed.GetMembers(definition.Name).OfType<IMethodSymbol>()
                .FirstOrDefault(m => SymbolEqualityComparer.Default.Equals(m.OriginalDefinition, definition)) ?? definition;
        }

        if (method.TypeArguments.Length == 0)
            return result;

        var map = this;
        return result.Construct([.. method.TypeArguments.Select(map.In)]);
    }

    /// <inheritdoc/>
    public bool Equals(TypeMap other)
    {
        if (IsEmpty || other.IsEmpty)
            return IsEmpty && other.IsEmpty;

        if (_entries.Length != other._entries.Length)
            return false;

        for (var i = 0; i < _entries.Length; i++)
        {
            if (!SymbolEqualityComparer.Default.Equals(_entries[i].Parameter, other._entries[i].Parameter) ||
                !SymbolEqualityComparer.Default.Equals(_entries[i].Type, other._entries[i].Type))
            {
                return false;
            }
        }

        return true;
    }

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is TypeMap other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() =>
        IsEmpty ? 0 : _entries.Aggregate(17, (hash, entry) => (hash * 31) + SymbolEqualityComparer.Default.GetHashCode(entry.Type));

    private ITypeSymbol Constructed(INamedTypeSymbol definition, ImmutableArray<ITypeSymbol> arguments)
    {
        var map = this;
        return definition.Construct([.. arguments.Select(map.In)]);
    }

    // Repository<T> where T : Provider is no Repository<Order>.
    private static bool IsAllowed(ITypeParameterSymbol parameter, ITypeSymbol actual)
    {
        foreach (var constraint in parameter.ConstraintTypes)
        {
            if (constraint is not INamedTypeSymbol { TypeKind: TypeKind.Class, IsGenericType: false } required || actual.TypeKind is not TypeKind.Class)
                continue;

            var type = actual;
            while (type is not null && !SymbolEqualityComparer.Default.Equals(type, required))
                type = type.BaseType;

            if (type is null)
                return false;
        }

        return true;
    }

    private static int Nesting(ITypeSymbol type) => type switch
    {
        INamedTypeSymbol { TypeArguments: { Length: > 0 } arguments } => 1 + arguments.Max(Nesting),
        IArrayTypeSymbol array => 1 + Nesting(array.ElementType),
        _ => 0,
    };
}
