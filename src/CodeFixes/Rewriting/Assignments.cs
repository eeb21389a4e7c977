using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace PerfAnalyzers.CodeFixes.Rewriting;

/// <summary>Everything that a piece of code assigns: variables, fields and properties, whoever they belong to.</summary>
internal static class Assignments
{
    /// <param name="code">The piece of code.</param>
    /// <param name="model">The file's.</param>
    /// <param name="isNoMatter">Targets that are left out.</param>
    public static HashSet<ISymbol> In(SyntaxNode code, SemanticModel model, Predicate<ExpressionSyntax>? isNoMatter = null)
    {
        var assigned = new HashSet<ISymbol>(SymbolEqualityComparer.Default);

        foreach (var node in code.DescendantNodes())
        {
            foreach (var target in Targets(node))
            {
                if (isNoMatter?.Invoke(target) is not true && model.GetSymbolInfo(target).Symbol is { } symbol)
                    assigned.Add(symbol);
            }
        }

        return assigned;
    }

    /// <summary>Whether an expression is what a statement assigns to.</summary>
    public static bool IsTarget(ExpressionSyntax expression) => expression.Parent is { } parent && Targets(parent).Contains(expression);

    private static IEnumerable<ExpressionSyntax> Targets(SyntaxNode node) => node switch
    {
        AssignmentExpressionSyntax { Left: TupleExpressionSyntax tuple } => tuple.DescendantNodes().OfType<ExpressionSyntax>(),
        AssignmentExpressionSyntax assignment when !assignment.Parent.IsKind(SyntaxKind.ObjectInitializerExpression) => [assignment.Left],
        PrefixUnaryExpressionSyntax prefix when prefix.Kind() is SyntaxKind.PreIncrementExpression or SyntaxKind.PreDecrementExpression => [prefix.Operand],
        PostfixUnaryExpressionSyntax postfix when postfix.Kind() is SyntaxKind.PostIncrementExpression or SyntaxKind.PostDecrementExpression => [postfix.Operand],
        ArgumentSyntax { RefKindKeyword.RawKind: not 0 } argument when !argument.RefKindKeyword.IsKind(SyntaxKind.InKeyword) => [argument.Expression],
        RefExpressionSyntax reference => [reference.Expression],
        _ => [],
    };
}
