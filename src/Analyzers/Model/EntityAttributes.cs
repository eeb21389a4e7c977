using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace PerfAnalyzers.Model;

/// <summary>What attributes say about entities and their properties.</summary>
internal static class EntityAttributes
{
    public static bool IsOwned(INamedTypeSymbol type) => Has(type, "OwnedAttribute");

    public static bool IsComplex(INamedTypeSymbol type) => Has(type, "ComplexTypeAttribute");

    public static bool IsNotMapped(ISymbol symbol) => Has(symbol, "NotMappedAttribute");

    public static bool IsKeyless(INamedTypeSymbol type) => TypeNames.SelfAndBases(type).Any(t => Has(t, "KeylessAttribute"));

    /// <summary>The properties of the primary key; empty when no attribute says so.</summary>
    public static ImmutableArray<string> KeyOf(INamedTypeSymbol type, IEnumerable<IPropertySymbol> properties)
    {
        foreach (var current in TypeNames.SelfAndBases(type))
        {
            if (Find(current, "PrimaryKeyAttribute") is { } key)
                return Names(key);
        }

        return [.. properties.Where(p => Has(p, "KeyAttribute")).Select(p => p.Name)];
    }

    /// <summary>What <c>[Index]</c> asks for, of the class and its bases.</summary>
    public static IEnumerable<EntityIndex> IndexesOf(INamedTypeSymbol type) => TypeNames.SelfAndBases(type)
        .SelectMany(t => t.GetAttributes())
        .Where(a => a.AttributeClass?.Name == "IndexAttribute")
        .Select(a => new EntityIndex(IndexKind.Index, Names(a), IsUnique: a.NamedArguments.Any(n => n is { Key: "IsUnique", Value.Value: true })))
        .Where(i => !i.Columns.IsEmpty);

    /// <summary>The names in <c>[ForeignKey("CustomerId")]</c>; empty without it.</summary>
    public static ImmutableArray<string> ForeignKeyOf(IPropertySymbol property) =>
        Find(property, "ForeignKeyAttribute")?.ConstructorArguments.FirstOrDefault().Value is string names
            ? [.. names.Split([',', ' '], StringSplitOptions.RemoveEmptyEntries)]
            : [];

    /// <summary>The name in <c>[InverseProperty("Orders")]</c>, or null.</summary>
    public static string? InverseOf(IPropertySymbol property) =>
        Find(property, "InversePropertyAttribute")?.ConstructorArguments.FirstOrDefault().Value as string;

    private static bool Has(ISymbol symbol, string attribute) => Find(symbol, attribute) is not null;

    private static AttributeData? Find(ISymbol symbol, string attribute) => symbol.GetAttributes().FirstOrDefault(a => a.AttributeClass?.Name == attribute);

    private static ImmutableArray<string> Names(AttributeData attribute) =>
    [
        .. attribute.ConstructorArguments.SelectMany(a => a.Kind is TypedConstantKind.Array ? (a.Values.IsDefault ? [] : a.Values) : [a])
            .Select(a => a.Kind is TypedConstantKind.Array ? null : a.Value as string).OfType<string>(),
    ];
}
