using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using PerfAnalyzers.CodeFixes.Rewriting.Queries;

namespace PerfAnalyzers.CodeFixes.Rewriting.Loops;

/// <summary>What a loop goes over, made fit to be gone over twice: once for the keys, once by the loop.</summary>
/// <param name="Elements">The elements, as an expression that can be repeated.</param>
/// <param name="Type">Its type.</param>
/// <param name="Declaration">The local that had to be made for it, if one had to.</param>
internal sealed record LoopSource(string Elements, ITypeSymbol Type, string? Declaration)
{
    public static Planned<LoopSource> Of(ElementLoop loop, bool isAsync, Names names)
    {
        var model = loop.Scope.Model;
        var expression = loop.Source;
        var elements = loop.Outer ?? loop;

        if (model.GetTypeInfo(expression).Type is not { } type || !SymbolEqualityComparer.Default.Equals(ElementOf(type), elements.ElementType))
        {
            return new Refused("the loop does not go over a sequence of its element's type");
        }

        var isCollection = IsCollection(type);

        if (isCollection && IsRepeatable(expression, model))
            return new LoopSource(expression.ToString(), type, null);

        var name = names.Take(Names.Plural(elements.ElementName), Names.Camel(elements.ElementName) + "List");

        if (isCollection)
            return new LoopSource(name, type, $"var {name} = {expression};");

        var text = Receiver(expression);
        var list = isAsync && IsSetQuery(expression, model) ? $"await {text}.ToListAsync();" : $"{text}.ToList();";
        return new LoopSource(name, model.Compilation.GetSpecialType(SpecialType.System_Collections_Generic_IList_T).Construct(elements.ElementType), $"var {name} = {list}") { IsList = true };
    }

    /// <summary>Whether the local that was made is a list, whatever interface its elements came by.</summary>
    public bool IsList { get; private init; }

    /// <summary>The elements so that each has an index: as they are, or in a list.</summary>
    public static Planned<LoopSource> Indexed(ElementLoop loop, Names names)
    {
        var model = loop.Scope.Model;
        var expression = loop.Source;
        if (model.GetTypeInfo(expression).Type is not { } type || !SymbolEqualityComparer.Default.Equals(ElementOf(type), loop.ElementType))
            return new Refused("the loop does not go over a sequence of its element's type");

        if (CountOf(type) is not null && IsRepeatable(expression, model))
            return new LoopSource(expression.ToString(), type, null);

        var name = names.Take(Names.Plural(loop.Element.Name), Names.Camel(loop.Element.Name) + "List");
        if (CountOf(type) is not null)
            return new LoopSource(name, type, $"var {name} = {expression};");

        var text = Receiver(expression);
        return new LoopSource(name, model.Compilation.GetSpecialType(SpecialType.System_Collections_Generic_IReadOnlyList_T).Construct(loop.ElementType), $"var {name} = {text}.ToList();");
    }

    // As something that a member is called on.
    private static string Receiver(ExpressionSyntax expression) => expression is AwaitExpressionSyntax or QueryExpressionSyntax or BinaryExpressionSyntax or CastExpressionSyntax or ConditionalExpressionSyntax ? $"({expression})" : expression.ToString();

    /// <summary>The number of elements of an indexed source.</summary>
    public string Count => $"{Elements}.{CountOf(Type) ?? "Count"}";

    // The property that counts what an indexer gives; an interface that is implemented explicitly does not help.
    private static string? CountOf(ITypeSymbol type)
    {
        if (type is IArrayTypeSymbol { Rank: var rank })
            return rank == 1 ? "Length" : null;

        var members = type.TypeKind == TypeKind.Interface ? type.GetMembers().Concat(type.AllInterfaces.SelectMany(i => i.GetMembers())) : SelfAndBases(type).SelectMany(t => t.GetMembers());
        var properties = members.OfType<IPropertySymbol>().Where(p => p is { IsStatic: false, DeclaredAccessibility: Accessibility.Public }).ToList();
        return properties.Any(p => p.IsIndexer && p.Parameters.Length == 1 && p.Parameters[0].Type.SpecialType == SpecialType.System_Int32)
            && (Sequence(type, "IList") ?? Sequence(type, "IReadOnlyList")) is not null
            ? properties.FirstOrDefault(p => p.Name is "Count" or "Length" && p.Type.SpecialType == SpecialType.System_Int32)?.Name
            : null;
    }

    /// <summary>The property that says how many elements a collection has; null when it has none that can be asked without going through it.</summary>
    public static string? CountIn(ITypeSymbol? type) => type is null ? null
        : type is IArrayTypeSymbol ? "Length"
        : (type.TypeKind == TypeKind.Interface ? type.GetMembers().Concat(type.AllInterfaces.SelectMany(i => i.GetMembers())) : SelfAndBases(type).SelectMany(t => t.GetMembers()))
            .OfType<IPropertySymbol>().FirstOrDefault(p => p is { IsStatic: false, DeclaredAccessibility: Accessibility.Public, Name: "Count" or "Length", Type.SpecialType: SpecialType.System_Int32 })?.Name;

    private static IEnumerable<ITypeSymbol> SelfAndBases(ITypeSymbol type)
    {
        for (var current = type; current is not null; current = current.BaseType)
            yield return current;
    }

    /// <summary>Whether the elements can be handed to what takes a read-only collection.</summary>
    public bool IsReadOnlyCollection => Declaration is not null || Type is IArrayTypeSymbol || Sequence(Type, "IReadOnlyCollection") is not null;

    /// <summary>Whether the elements are there, and can be gone through twice.</summary>
    public static bool IsCollection(ITypeSymbol? type) => type is IArrayTypeSymbol || (type is not null && (Sequence(type, "ICollection") ?? Sequence(type, "IReadOnlyCollection")) is not null);

    /// <summary>What a sequence holds; null for what is none.</summary>
    public static ITypeSymbol? ElementOf(ITypeSymbol type) => Sequence(type, "IEnumerable")?.Element;

    private static (ITypeSymbol Element, INamedTypeSymbol Type)? Sequence(ITypeSymbol type, string name)
    {
        foreach (var candidate in type.AllInterfaces.Concat(type is INamedTypeSymbol self ? [self] : []))
        {
            if (candidate.Name == name && candidate.TypeArguments.Length == 1 && candidate.ContainingNamespace is { Name: "Generic" })
                return (candidate.TypeArguments[0], candidate);
        }

        return null;
    }

    // A variable, or a chain of stored members: the same object both times, at no cost.
    private static bool IsRepeatable(ExpressionSyntax expression, SemanticModel model) => expression switch
    {
        IdentifierNameSyntax or MemberAccessExpressionSyntax => model.GetSymbolInfo(expression).Symbol switch
        {
            ILocalSymbol or IParameterSymbol => true,
            IFieldSymbol => expression is IdentifierNameSyntax || IsRepeatable(((MemberAccessExpressionSyntax)expression).Expression, model),
            IPropertySymbol property => IsStored(property) && (expression is IdentifierNameSyntax || IsRepeatable(((MemberAccessExpressionSyntax)expression).Expression, model)),
            INamedTypeSymbol => true,
            _ => false,
        },
        ThisExpressionSyntax => true,
        _ => false,
    };

    private static bool IsStored(IPropertySymbol property) => property.DeclaringSyntaxReferences is [var reference] && reference.GetSyntax() switch
    {
        PropertyDeclarationSyntax { ExpressionBody: null, AccessorList: { } accessors } => accessors.Accessors.All(accessor => accessor.Body is null && accessor.ExpressionBody is null),
        ParameterSyntax => true,
        _ => false,
    };

    private static bool IsSetQuery(ExpressionSyntax expression, SemanticModel model)
    {
        while (QueryApis.EntityOf(expression, model) is null)
        {
            if (expression is not InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Expression: var inner } })
                return false;

            expression = inner;
        }

        return true;
    }
}
