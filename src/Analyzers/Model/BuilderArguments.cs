using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace PerfAnalyzers.Model;

/// <summary>The properties that a call of the model's builder names, in all the ways in which it lets one say so.</summary>
internal static class BuilderArguments
{
    /// <summary>
    /// <c>x => x.Sku</c>, <c>x => new { x.A, x.B }</c>, <c>"Sku"</c>, <c>nameof(Product.Sku)</c>, an array of these; null for what is not understood. Without a
    /// semantic model, literals only.
    /// </summary>
    public static ImmutableArray<string>? Names(IEnumerable<ArgumentSyntax> arguments, SemanticModel? semantics)
    {
        var names = ImmutableArray.CreateBuilder<string>();
        foreach (var argument in arguments)
        {
            if (!Add(argument.Expression, names, semantics))
                return null;
        }

        return names.ToImmutable();
    }

    /// <summary>The last property of a lambda's path, or null: <c>x => x.Address</c>, <c>(Order x) => x.Address!</c>.</summary>
    public static MemberAccessExpressionSyntax? PropertyOf(ExpressionSyntax? body) => body switch
    {
        MemberAccessExpressionSyntax member => member,
        PostfixUnaryExpressionSyntax suppressed => PropertyOf(suppressed.Operand),
        CastExpressionSyntax cast => PropertyOf(cast.Expression),
        ParenthesizedExpressionSyntax parenthesized => PropertyOf(parenthesized.Expression),
        _ => null,
    };

    /// <summary>The properties that a lambda compares for equality: <c>x => x.TenantId == tenant</c>.</summary>
    public static IEnumerable<string> ComparedIn(SyntaxNode lambda) => lambda.DescendantNodes().OfType<BinaryExpressionSyntax>()
        .Where(b => b.IsKind(SyntaxKind.EqualsExpression))
        .SelectMany(b => new[] { b.Left, b.Right })
        .Select(PropertyOf).OfType<MemberAccessExpressionSyntax>().Select(p => p.Name.Identifier.ValueText);

    /// <summary>The name of the parameter of a lambda's only parameter, the one that stands for the entity.</summary>
    public static ParameterSyntax? ParameterOf(ExpressionSyntax lambda) => lambda switch
    {
        SimpleLambdaExpressionSyntax simple => simple.Parameter,
        ParenthesizedLambdaExpressionSyntax { ParameterList.Parameters: { Count: 1 } parameters } => parameters[0],
        _ => null,
    };

    private static bool Add(ExpressionSyntax expression, ImmutableArray<string>.Builder names, SemanticModel? semantics)
    {
        switch (expression)
        {
            case LambdaExpressionSyntax { ExpressionBody: AnonymousObjectCreationExpressionSyntax creation }:
                foreach (var part in creation.Initializers)
                {
                    if (PropertyOf(part.Expression) is not { } member)
                        return false;

                    names.Add(member.Name.Identifier.ValueText);
                }

                return true;
            case LambdaExpressionSyntax { ExpressionBody: { } body } when PropertyOf(body) is { } property:
                names.Add(property.Name.Identifier.ValueText);
                return true;
            case LiteralExpressionSyntax { Token.Value: string name }:
                names.Add(name);
                return true;
            case ArrayCreationExpressionSyntax { Initializer: { } initializer }:
                return AddAll(initializer.Expressions);
            case ImplicitArrayCreationExpressionSyntax { Initializer: var initializer }:
                return AddAll(initializer.Expressions);
            case CollectionExpressionSyntax collection when collection.Elements.All(e => e is ExpressionElementSyntax):
                return AddAll(collection.Elements.Cast<ExpressionElementSyntax>().Select(e => e.Expression));
            default:
                if (semantics?.GetConstantValue(expression) is not { HasValue: true, Value: string constant })
                    return false;

                names.Add(constant);
                return true;
        }

        bool AddAll(IEnumerable<ExpressionSyntax> elements) => elements.All(e => Add(e, names, semantics));
    }
}
