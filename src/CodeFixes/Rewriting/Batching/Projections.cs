using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using PerfAnalyzers.CodeFixes.Rewriting.Queries;

namespace PerfAnalyzers.CodeFixes.Rewriting.Batching;

/// <summary>
/// What a query takes of a row. A batch takes it of all rows before the loop, so nothing in it may fail, or have an effect, that the loop
/// would have met later, or never.
/// </summary>
internal static class Projections
{
    /// <summary>Why the projection cannot be made for all rows at once; null when it can.</summary>
    public static string? Refusal(SimpleLambdaExpressionSyntax projection, SemanticModel model) =>
        projection.ExpressionBody is { } body && body.DescendantNodesAndSelf().All(node => IsHarmless(node, model)) ? null : "what the query takes of a row may fail or act before the loop gets there";

    /// <summary>Why rows cannot be grouped for what the call computes of them; null when they can.</summary>
    public static string? AggregateRefusal(KeyedRead read, SemanticModel model)
    {
        if (!read.Operators.All(QueryApis.IsKeptOfGroups))
            return "a batch that groups rows cannot keep their order or what is included";

        if (read.Kind is ReadKind.Count or ReadKind.LongCount or ReadKind.Any)
            return null;

        // Of no rows, a nullable sum is 0 in some versions and null in others, a decimal one is 0 with as many digits as the database likes; of
        // floating point numbers, the order counts.
        if (read.Kind == ReadKind.Sum && read.Result.SpecialType is not (SpecialType.System_Int32 or SpecialType.System_Int64))
            return $"a sum of {read.Result.Name} may come out differently when rows are grouped";

        if (!read.Result.IsValueType)
            return "what the call computes has no value that says that there was no row";

        return read.Projection is { ExpressionBody: { } body } projection && body.DescendantNodesAndSelf().All(node => IsOfColumns(node, projection, model))
            ? null
            : "what the call computes is not made of columns of the row itself";
    }

    private static bool IsHarmless(SyntaxNode node, SemanticModel model) => node switch
    {
        BaseObjectCreationExpressionSyntax creation => model.GetSymbolInfo(creation).Symbol is IMethodSymbol constructor && IsPlain(constructor),
        AssignmentExpressionSyntax assignment => assignment.Parent is InitializerExpressionSyntax && model.GetSymbolInfo(assignment.Left).Symbol is { } member && IsPlain(member),
        InvocationExpressionSyntax call => model.GetSymbolInfo(call).Symbol is IMethodSymbol method && QueryApis.IsHarmlessInProjection(method),
        CastExpressionSyntax cast => model.ClassifyConversion(cast.Expression, model.GetTypeInfo(cast).Type!) is { IsImplicit: true, IsUserDefined: false } or { IsEnumeration: true },
        BinaryExpressionSyntax binary => binary.Kind() is not (SyntaxKind.DivideExpression or SyntaxKind.ModuloExpression or SyntaxKind.AsExpression)
            && model.GetSymbolInfo(binary).Symbol is IMethodSymbol { MethodKind: MethodKind.BuiltinOperator } or { ContainingNamespace.Name: "System" } or null,
        MemberAccessExpressionSyntax member => IsThere(member, model),
        PostfixUnaryExpressionSyntax suppressed => suppressed.IsKind(SyntaxKind.SuppressNullableWarningExpression),
        PrefixUnaryExpressionSyntax prefix => prefix.Kind() is SyntaxKind.LogicalNotExpression or SyntaxKind.UnaryMinusExpression,
        SimpleLambdaExpressionSyntax lambda => lambda.ExpressionBody is not null,
        ExpressionSyntax => node is IdentifierNameSyntax or GenericNameSyntax or PredefinedTypeSyntax or NullableTypeSyntax or LiteralExpressionSyntax or ParenthesizedExpressionSyntax
            or ConditionalExpressionSyntax or AnonymousObjectCreationExpressionSyntax or InitializerExpressionSyntax or QualifiedNameSyntax,
        _ => true,
    };

    // A value of a row that is not there, of an optional navigation, cannot be made: the query throws.
    private static bool IsThere(MemberAccessExpressionSyntax member, SemanticModel model)
    {
        if (model.GetSymbolInfo(member).Symbol is not (IPropertySymbol or IFieldSymbol))
            return true;

        if (Nullability.IsNullableValue(model.GetTypeInfo(member.Expression).Type))
            return member.Name.Identifier.Text == "HasValue";

        var receiver = member.Expression is PostfixUnaryExpressionSyntax { Operand: var operand } ? operand : member.Expression;
        return receiver is not MemberAccessExpressionSyntax navigation || model.GetTypeInfo(member).Type is { IsValueType: false }
            || model.GetSymbolInfo(navigation).Symbol is INamedTypeSymbol or IPropertySymbol { NullableAnnotation: NullableAnnotation.NotAnnotated };
    }

    private static bool IsOfColumns(SyntaxNode node, SimpleLambdaExpressionSyntax projection, SemanticModel model) => node switch
    {
        MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax row } member => row.Identifier.Text == projection.Parameter.Identifier.Text && model.GetTypeInfo(member).Type is { IsValueType: true },
        BinaryExpressionSyntax binary => binary.Kind() is SyntaxKind.AddExpression or SyntaxKind.SubtractExpression or SyntaxKind.MultiplyExpression,
        CastExpressionSyntax cast => model.ClassifyConversion(cast.Expression, model.GetTypeInfo(cast).Type!) is { IsImplicit: true, IsUserDefined: false },
        ExpressionSyntax => node is IdentifierNameSyntax or LiteralExpressionSyntax or ParenthesizedExpressionSyntax or PredefinedTypeSyntax or NullableTypeSyntax,
        _ => true,
    };

    // No code of the program runs: accessors and constructors without bodies. Those of compiled assemblies are taken at their word.
    private static bool IsPlain(ISymbol member) => member.DeclaringSyntaxReferences.All(reference => reference.GetSyntax() switch
    {
        PropertyDeclarationSyntax { ExpressionBody: null, AccessorList: { } accessors } => accessors.Accessors.All(accessor => accessor.Body is null && accessor.ExpressionBody is null),
        ConstructorDeclarationSyntax { ExpressionBody: null, Body.Statements.Count: 0 } or TypeDeclarationSyntax or ParameterSyntax or VariableDeclaratorSyntax => true,
        _ => false,
    });
}
