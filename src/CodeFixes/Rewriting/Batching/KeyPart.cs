using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace PerfAnalyzers.CodeFixes.Rewriting.Batching;

/// <summary>A column that a query compares with the element: <c>l.OrderId == order.Id</c>.</summary>
/// <param name="Equality">The comparison.</param>
/// <param name="Column">The column.</param>
/// <param name="Key">What it is compared with.</param>
internal sealed record KeyPart(BinaryExpressionSyntax Equality, IPropertySymbol Column, ExpressionSyntax Key)
{
    /// <summary>The name that the query gives the row there.</summary>
    public string RowName => Equality.FirstAncestorOrSelf<SimpleLambdaExpressionSyntax>()!.Parameter.Identifier.Text;
}
