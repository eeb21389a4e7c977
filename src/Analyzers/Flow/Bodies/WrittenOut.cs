using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace PerfAnalyzers.Flow.Bodies;

/// <summary>Does a static member hold a list that the code spells out? As many elements as were written, however much data there is.</summary>
internal static class WrittenOut
{
    /// <summary>Whether the declaration of a field or property gives it its elements, one by one: <c>static readonly string[] Tables = ["Jobs", "Triggers"]</c>.</summary>
    public static bool Is(ISymbol table) => table.DeclaringSyntaxReferences.Length > 0 && ValueOf(table.DeclaringSyntaxReferences[0].GetSyntax()) switch
    {
        CollectionExpressionSyntax { Elements: { Count: > 0 } elements } => elements.All(e => e is ExpressionElementSyntax),
        ArrayCreationExpressionSyntax { Initializer.Expressions.Count: > 0 } or ImplicitArrayCreationExpressionSyntax or InitializerExpressionSyntax { Expressions.Count: > 0 } => true,
        BaseObjectCreationExpressionSyntax { Initializer: { Expressions.Count: > 0 } initializer } => initializer.IsKind(SyntaxKind.CollectionInitializerExpression),
        _ => false,
    };

    private static ExpressionSyntax? ValueOf(SyntaxNode declaration) => declaration switch
    {
        VariableDeclaratorSyntax { Initializer.Value: var value } => value,
        PropertyDeclarationSyntax property => property.Initializer?.Value ?? property.ExpressionBody?.Expression,
        _ => null,
    };
}
