using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using static PerfAnalyzers.Flow.Bodies.OperationShape;

namespace PerfAnalyzers.Flow.Bodies;

/// <summary><c>if (query.Provider is IAsyncQueryProvider) return await query.ToListAsync(); return query.ToList();</c>: one body for queries that can be awaited and for lists that stand in for them.</summary>
internal static class AsyncProviders
{
    private static readonly string[] s_types = ["IAsyncEnumerable", "IDbAsyncEnumerable", "IAsyncQueryProvider", "IDbAsyncQueryProvider"];

    /// <summary>Whether <paramref name="operation"/> only runs for what cannot be awaited.</summary>
    public static bool AreExcluded(IOperation operation) => DecidingConditions.Of(operation).Any(c => Finds(c.Condition, !c.Outcome));

    // Whether a condition with this outcome has found one that can.
    private static bool Finds(IOperation condition, bool outcome) => Unwrap(condition) switch
    {
        IUnaryOperation { OperatorKind: UnaryOperatorKind.Not, Operand: var negated } => Finds(negated, !outcome),
        IIsTypeOperation { ValueOperand: var value, TypeOperand: var type, IsNegated: var isNegated } => outcome != isNegated && IsOfOne(value, type),
        IIsPatternOperation { Value: var value, Pattern: INegatedPatternOperation { Pattern: var pattern } } => !outcome && IsOfOne(value, TypeOf(pattern)),
        IIsPatternOperation { Value: var value, Pattern: var pattern } => outcome && IsOfOne(value, TypeOf(pattern)),
        _ => false,
    };

    private static ITypeSymbol? TypeOf(IPatternOperation pattern) => (pattern as IDeclarationPatternOperation)?.MatchedType ?? (pattern as ITypePatternOperation)?.MatchedType;

    private static bool IsOfOne(IOperation value, ITypeSymbol? type) => type is not null &&
        (Array.IndexOf(s_types, type.Name) >= 0 || Unwrap(value) is IPropertyReferenceOperation { Property: { Name: "Provider", Type.Name: "IQueryProvider" } });
}
