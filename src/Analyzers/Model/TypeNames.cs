using Microsoft.CodeAnalysis;

namespace PerfAnalyzers.Model;

/// <summary>
/// The name under which a type is known in every compilation that sees it, and in the snapshot of the migrations: <c>Shop.Order</c>,
/// <c>Shop.Order+Line</c>. The same type is another symbol in each.
/// </summary>
internal static class TypeNames
{
    /// <summary>The name of a type.</summary>
    public static string Of(INamedTypeSymbol type)
    {
        var name = type.MetadataName;
        for (var outer = type.ContainingType; outer is not null; outer = outer.ContainingType)
            name = outer.MetadataName + "+" + name;

        return type.ContainingNamespace is { IsGlobalNamespace: false } space ? space.ToDisplayString() + "." + name : name;
    }

    /// <summary>The type and its base classes, without <c>object</c>.</summary>
    public static IEnumerable<INamedTypeSymbol> SelfAndBases(INamedTypeSymbol type)
    {
        for (var current = type; current is not null && current.SpecialType is not SpecialType.System_Object; current = current.BaseType)
            yield return current;
    }
}
