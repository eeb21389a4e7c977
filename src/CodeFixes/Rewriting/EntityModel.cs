using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace PerfAnalyzers.CodeFixes.Rewriting;

/// <summary>
/// What the solution's source says about the keys of an entity: attributes, the model builder's calls, and the convention where
/// neither speaks.
/// </summary>
internal sealed class EntityModel
{
    private static readonly ImmutableHashSet<string> s_calls = ["HasKey", "HasNoKey", "HasIndex", "HasAlternateKey"];

    private readonly List<ImmutableArray<string>> _keys = [];
    private readonly List<ImmutableArray<string>> _unique = [];
    private readonly INamedTypeSymbol _entity;
    private bool _hasNoKey;

    private EntityModel(INamedTypeSymbol entity) => _entity = entity;

    /// <summary>The property that is the whole primary key, if there is one.</summary>
    public IPropertySymbol? PrimaryKey => _hasNoKey ? null : _keys.Count > 0
        ? _keys.Count == 1 && _keys[0].Length == 1 ? PropertyNamed(_keys[0][0]) : null
        : PropertyNamed("Id") ?? PropertyNamed(_entity.Name + "Id");

    /// <summary>Whether at most one row has a given value of the property.</summary>
    public bool IsUnique(IPropertySymbol property) =>
        PrimaryKey?.Name == property.Name || (!Nullability.MayBeNull(property) && _unique.Any(names => names.Length == 1 && names[0] == property.Name));

    public static async Task<EntityModel> ReadAsync(INamedTypeSymbol entity, Solution solution, CancellationToken cancellationToken)
    {
        var model = new EntityModel(entity);
        model.ReadAttributes();

        foreach (var document in solution.Projects.SelectMany(project => project.Documents))
        {
            var text = (await document.GetTextAsync(cancellationToken).ConfigureAwait(false)).ToString();

            if (s_calls.Any(name => text.Contains(name)) && await document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false) is { } semantics)
                model.ReadBuilder(semantics, cancellationToken);
        }

        return model;
    }

    private void ReadAttributes()
    {
        foreach (var type in SelfAndBases(_entity))
        {
            var keyed = type.GetMembers().OfType<IPropertySymbol>().Where(property => property.GetAttributes().Any(attribute => attribute.AttributeClass?.Name == "KeyAttribute")).Select(property => property.Name).ToImmutableArray();

            if (keyed.Length > 0)
                _keys.Add(keyed);

            foreach (var attribute in type.GetAttributes())
            {
                var names = attribute.ConstructorArguments.SelectMany(argument => argument.Kind == TypedConstantKind.Array ? argument.Values : [argument])
                    .Select(argument => argument.Value as string).OfType<string>().ToImmutableArray();

                switch (attribute.AttributeClass?.Name)
                {
                    case "PrimaryKeyAttribute":
                        _keys.Add(names);
                        break;
                    case "KeylessAttribute":
                        _hasNoKey = true;
                        break;
                    case "IndexAttribute" when attribute.NamedArguments.Any(argument => argument is { Key: "IsUnique", Value.Value: true }):
                        _unique.Add(names);
                        break;
                    default:
                        break;
                }
            }
        }
    }

    private void ReadBuilder(SemanticModel semantics, CancellationToken cancellationToken)
    {
        foreach (var call in semantics.SyntaxTree.GetRoot(cancellationToken).DescendantNodes().OfType<InvocationExpressionSyntax>())
        {
            if (call.Expression is not MemberAccessExpressionSyntax member || !s_calls.Contains(member.Name.Identifier.Text)
                || semantics.GetSymbolInfo(call, cancellationToken).Symbol is not IMethodSymbol { ContainingType: { Name: "EntityTypeBuilder", TypeArguments: [{ } built] } } method
                || !SelfAndBases(_entity).Any(type => IsSame(type, built)))
            {
                continue;
            }

            var names = Names(call.ArgumentList);

            switch (method.Name)
            {
                case "HasKey":
                    _keys.Add(names);
                    break;
                case "HasNoKey":
                    _hasNoKey = true;
                    break;
                case "HasAlternateKey":
                    _unique.Add(names);
                    break;
                case "HasIndex" when IsUniqueIndex(call):
                    _unique.Add(names);
                    break;
                default:
                    break;
            }
        }
    }

    // .HasIndex(...).IsUnique(), with nothing that would make it hold for some rows only.
    private static bool IsUniqueIndex(SyntaxNode index)
    {
        var isUnique = false;

        for (var call = index; call.Parent is MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax next } member; call = next)
        {
            if (member.Name.Identifier.Text == "HasFilter")
                return false;

            if (member.Name.Identifier.Text == "IsUnique")
                isUnique = next.ArgumentList.Arguments is [] or [{ Expression: LiteralExpressionSyntax { Token.Value: true } }];
        }

        return isUnique;
    }

    // x => x.Sku, x => new { x.A, x.B }, "Sku", nameof(Product.Sku). What is not understood becomes a key that nothing matches.
    private static ImmutableArray<string> Names(ArgumentListSyntax arguments) =>
    [
        .. arguments.Arguments.Select(argument => argument.Expression).SelectMany(expression => expression switch
        {
            SimpleLambdaExpressionSyntax { ExpressionBody: MemberAccessExpressionSyntax property } => [property.Name.Identifier.Text],
            SimpleLambdaExpressionSyntax { ExpressionBody: AnonymousObjectCreationExpressionSyntax creation } => creation.Initializers.Select(part => (part.Expression as MemberAccessExpressionSyntax)?.Name.Identifier.Text ?? "?"),
            LiteralExpressionSyntax { Token.Value: string name } => [name],
            InvocationExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.Text: "nameof" }, ArgumentList.Arguments: [{ Expression: MemberAccessExpressionSyntax property }] } => [property.Name.Identifier.Text],
            _ => (IEnumerable<string>)["?", "?"],
        }),
    ];

    private IPropertySymbol? PropertyNamed(string name) => SelfAndBases(_entity).SelectMany(type => type.GetMembers().OfType<IPropertySymbol>())
        .FirstOrDefault(property => !property.IsStatic && string.Equals(property.Name, name, StringComparison.OrdinalIgnoreCase)
            && property.DeclaredAccessibility == Accessibility.Public && property is { GetMethod: not null, SetMethod: not null });

    private static IEnumerable<INamedTypeSymbol> SelfAndBases(INamedTypeSymbol type)
    {
        for (var current = type; current is not null && current.SpecialType != SpecialType.System_Object; current = current.BaseType)
            yield return current;
    }

    // The same type is another symbol in every compilation that sees it.
    private static bool IsSame(ISymbol a, ISymbol b) => a.Name == b.Name && a.GetDocumentationCommentId() == b.GetDocumentationCommentId();
}
