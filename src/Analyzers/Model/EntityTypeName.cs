using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace PerfAnalyzers.Model;

/// <summary>The name by which a class is found again in the next compilation, of which each symbol is another one.</summary>
/// <param name="Assembly">The assembly that declares it.</param>
/// <param name="Name">Its <see cref="TypeNames"/>.</param>
internal sealed record EntityTypeName(string Assembly, string Name)
{
    /// <summary>The types that its parameters stand for; empty for a definition.</summary>
    public ImmutableArray<EntityTypeName> Arguments { get; init; } = [];

    /// <summary>The class itself where no name finds it again: one with an array as an argument, or within a generic one.</summary>
    public INamedTypeSymbol? Symbol { get; init; }

    /// <summary>Whether another compilation can find it.</summary>
    public bool IsKept => Symbol is null;

    /// <summary>The name of a class.</summary>
    public static EntityTypeName Of(INamedTypeSymbol type)
    {
        var name = new EntityTypeName(type.ContainingAssembly?.Name ?? "", TypeNames.Of(type));
        if (!type.IsGenericType)
            return name;

        if (type.ContainingType is { IsGenericType: true } || type.IsTupleType || !type.TypeArguments.All(a => a is INamedTypeSymbol { TypeKind: not TypeKind.Error }))
            return type.IsDefinition ? name : name with { Symbol = type };

        ImmutableArray<EntityTypeName> arguments = [.. type.TypeArguments.Cast<INamedTypeSymbol>().Select(Of)];
        return arguments.All(a => a.IsKept) ? name with { Arguments = arguments } : name with { Symbol = type };
    }
}
