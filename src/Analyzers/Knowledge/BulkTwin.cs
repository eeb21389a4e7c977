using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace PerfAnalyzers.Knowledge;

/// <summary>
/// The member next to a member that does for many what that one does for one: <c>GetByIds(int[])</c> of <c>GetById(int)</c>. It goes by name and
/// by shape, so it is a proposal and no proof.
/// </summary>
/// <param name="Method">The member for many.</param>
/// <param name="Ordinal">The parameter that takes many.</param>
/// <param name="Each">What it takes many of.</param>
internal sealed record BulkTwin(IMethodSymbol Method, int Ordinal, ITypeSymbol Each)
{
    private static readonly ImmutableArray<string> s_suffixes = ["Many", "Range", "Batch", "Bulk", "Multiple", "All", "List"];

    /// <summary>The twin of a method, in its own type or one that the type derives from; null when none is declared or several are as good.</summary>
    public static BulkTwin? Of(IMethodSymbol method)
    {
        method = (method.ReducedFrom is null ? method : null)?.ConstructedFrom ?? method;
        if (method.Parameters.IsEmpty || method.IsExtensionMethod || method.MethodKind is not MethodKind.Ordinary || method.ContainingType is not { TypeKind: TypeKind.Class or TypeKind.Interface or TypeKind.Struct } type)
            return null;

        BulkTwin? found = null;
        foreach (var candidate in Around(type).SelectMany(t => t.GetMembers().OfType<IMethodSymbol>()))
        {
            if (!MayBeNamedForMany(method.Name, candidate.Name) || candidate.MethodKind is not MethodKind.Ordinary || candidate.IsStatic != method.IsStatic || !IsNamedForMany(method.Name, candidate.Name) || Match(method, candidate) is not { } twin)
                continue;

            // GetMany and GetMany of the interface are one; the name that is nearer to the singular's wins over a longer one.
            if (found is null || candidate.Name.Length < found.Method.Name.Length)
                found = twin;
        }

        return found;
    }

    /// <summary>What a sequence is made of; null for what is none, and for a text.</summary>
    public static ITypeSymbol? ElementOf(ITypeSymbol type) => type switch
    {
        { SpecialType: SpecialType.System_String } => null,
        IArrayTypeSymbol { Rank: 1 } array => array.ElementType,
        INamedTypeSymbol { TypeArguments: { Length: 1 } elements, ContainingNamespace: { Name: "Generic" or "Immutable" } } => elements[0],
        _ => null,
    };

    /// <summary>What a task gives, or the type itself; null for a task that gives nothing, and for void.</summary>
    public static ITypeSymbol? ResultOf(ITypeSymbol type) => type switch
    {
        { SpecialType: SpecialType.System_Void } => null,
        _ => TaskTypes.IsTask(type) && !TaskTypes.HasResult(type) ? null : TaskTypes.ResultOf(type),
    };

    private static IEnumerable<INamedTypeSymbol> Around(INamedTypeSymbol type)
    {
        for (var current = type; current is { SpecialType: SpecialType.None }; current = current.BaseType)
            yield return current;

        if (type.TypeKind == TypeKind.Interface)
        {
            foreach (var inherited in type.AllInterfaces)
                yield return inherited;
        }
    }

    // The same parameters, but for one that takes many.
    private static BulkTwin? Match(IMethodSymbol one, IMethodSymbol many)
    {
        if (one.Parameters.Length != many.Parameters.Length || one.TypeParameters.Length != many.TypeParameters.Length)
            return null;

        BulkTwin? twin = null;
        for (var i = 0; i < one.Parameters.Length; i++)
        {
            var (single, plural) = (one.Parameters[i], many.Parameters[i]);
            if (single.RefKind != RefKind.None || plural.RefKind != RefKind.None)
                return null;

            if (IsSame(single.Type, plural.Type))
                continue;

            if (twin is not null || ElementOf(plural.Type) is not { } each || !IsSame(single.Type, each))
                return null;

            twin = new(many, i, single.Type);
        }

        return twin is not null && TaskTypes.IsTask(one.ReturnType) == TaskTypes.IsTask(many.ReturnType) ? twin : null;
    }

    private static bool IsSame(ITypeSymbol a, ITypeSymbol b) => SymbolEqualityComparer.Default.Equals(a, b) || (a is ITypeParameterSymbol p && b is ITypeParameterSymbol q && p.Ordinal == q.Ordinal && p.TypeParameterKind == q.TypeParameterKind);

    // Whatever follows, it begins like the name of the one: the look that spares taking nearly all names apart.
    private static bool MayBeNamedForMany(string one, string many) => string.CompareOrdinal(one, 0, many, 0, 1) == 0 || many.StartsWith("Bulk", StringComparison.Ordinal);

    private static bool IsNamedForMany(string one, string many)
    {
        (one, many) = (WithoutAsync(one), WithoutAsync(many));
        return one == many || s_suffixes.Any(s => many == one + s) || many == "Bulk" + one || IsPlural(one, many);
    }

    // One word of the name is in the plural: GetById and GetByIds, DeleteMovie and DeleteMovies, GetCategoryById and GetCategoriesByIds.
    private static bool IsPlural(string one, string many)
    {
        var (singles, plurals) = (Words(one), Words(many));
        return singles.Count == plurals.Count && singles.Zip(plurals, (s, p) => s == p || p == s + "s" || p == s + "es" || (s[s.Length - 1] == 'y' && p == s.Substring(0, s.Length - 1) + "ies")).All(same => same);
    }

    private static List<string> Words(string name)
    {
        var words = new List<string>();
        var start = 0;
        for (var i = 1; i <= name.Length; i++)
        {
            if (i < name.Length && !char.IsUpper(name[i]))
                continue;

            words.Add(name.Substring(start, i - start));
            start = i;
        }

        return words;
    }

    private static string WithoutAsync(string name) => name.EndsWith("Async", StringComparison.Ordinal) ? name.Substring(0, name.Length - "Async".Length) : name;
}
