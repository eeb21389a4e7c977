using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace PerfAnalyzers.Facts;

/// <summary>
/// What a fact is about: the documentation id of a member and, for a member of a generic type that stands for one construction of it,
/// the type arguments, each after a bar: <c>M:MediatR.IRequestHandler`2.Handle(`0,System.Threading.CancellationToken)|Shop.GetOrder|Shop.Order</c>.
/// No bar means every construction.
/// </summary>
internal static class FactKey
{
    /// <summary>A type argument that stands for any type, because it depends on a type parameter.</summary>
    public const string Any = "*";

    private const char Bar = '|';

    /// <summary>Type arguments of type arguments; beyond this a type is <see cref="Any"/>, so that no type can be too deep.</summary>
    private const int MaxDepth = 8;

    /// <summary>The key of a member, with the type arguments of the types that contain it; null for what has no documentation id.</summary>
    public static string? Of(IMethodSymbol method)
    {
        var id = DeclarationOf(method);
        var arguments = ArgumentsOf(method);
        return id is null || arguments.All(a => a == Any) ? id : id + Bar + string.Join("|", arguments);
    }

    /// <summary>The documentation id of a member's definition; null for lambdas and local functions.</summary>
    public static string? DeclarationOf(IMethodSymbol method) => method.IsInner()
        ? null
        : (method.ReducedFrom ?? method).OriginalDefinition.GetDocumentationCommentId();

    /// <summary>The type arguments of the types that contain a member, outermost first; <see cref="Any"/> for those that are open.</summary>
    public static ImmutableArray<string> ArgumentsOf(IMethodSymbol method)
    {
        if (method.ContainingType is not { } type || !IsInGeneric(type))
            return [];

        var arguments = ImmutableArray.CreateBuilder<string>();
        Append(type, arguments, 0);
        return arguments.ToImmutable();
    }

    /// <summary>The two parts of a key.</summary>
    public static (string Declaration, ImmutableArray<string> Arguments) Split(string key)
    {
        var bar = key.IndexOf(Bar);
        return bar < 0 ? (key, []) : (key.Substring(0, bar), [.. key.Substring(bar + 1).Split(Bar)]);
    }

    /// <summary>Whether a fact about one construction may be about another: an argument that is open on either side fits.</summary>
    public static bool Fits(ImmutableArray<string> fact, ImmutableArray<string> called)
    {
        for (var i = 0; i < fact.Length && i < called.Length; i++)
        {
            if (fact[i] != Any && called[i] != Any && fact[i] != called[i])
                return false;
        }

        return true;
    }

    /// <summary>The name by which source calls the member of a documentation id: <c>Get</c>, a property without its <c>get_</c>, a constructor's type.</summary>
    public static string NameOf(string declaration)
    {
        var end = declaration.IndexOfAny(['(', '~', Bar]);
        var path = end < 0 ? declaration : declaration.Substring(0, end);
        var dot = path.LastIndexOf('.');
        var name = WithoutArity(path.Substring(dot + 1));
        if (name is "#ctor")
        {
            path = dot < 0 ? path : path.Substring(0, dot);
            name = WithoutArity(path.Substring(path.LastIndexOf('.') + 1));
        }

        // Of an explicit implementation: System#Collections#IEnumerable#GetEnumerator.
        name = name.Substring(name.LastIndexOf('#') + 1);

        return name.StartsWith("get_", StringComparison.Ordinal) || name.StartsWith("set_", StringComparison.Ordinal) ? name.Substring(4) : name;
    }

    private static string WithoutArity(string name) => name.IndexOf('`') is >= 0 and var tick ? name.Substring(0, tick) : name;

    private static bool IsInGeneric(INamedTypeSymbol type)
    {
        for (var current = type; current is not null; current = current.ContainingType)
        {
            if (current.Arity > 0)
                return true;
        }

        return false;
    }

    private static void Append(INamedTypeSymbol type, ImmutableArray<string>.Builder arguments, int depth)
    {
        if (type.ContainingType is { } outer)
            Append(outer, arguments, depth);

        foreach (var argument in type.TypeArguments)
            arguments.Add(NameOf(argument, depth + 1) ?? Any);
    }

    // Null for what depends on a type parameter, and for what has no name that would be the same elsewhere.
    private static string? NameOf(ITypeSymbol type, int depth)
    {
        if (depth > MaxDepth)
            return null;

        switch (type)
        {
            case IDynamicTypeSymbol:
                return "System.Object";
            case IArrayTypeSymbol array:
                return NameOf(array.ElementType, depth + 1) is { } element ? element + "[" + new string(',', array.Rank - 1) + "]" : null;
            case INamedTypeSymbol { TypeKind: not TypeKind.Error } named:
                if (named.OriginalDefinition.GetDocumentationCommentId() is not { Length: > 2 } id)
                    return null;

                if (!IsInGeneric(named))
                    return id.Substring(2);

                var arguments = ImmutableArray.CreateBuilder<string>();
                Append(named, arguments, depth);
                return arguments.Contains(Any) ? null : $"{id.Substring(2)}{{{string.Join(",", arguments)}}}";
            default:
                return null;
        }
    }
}
