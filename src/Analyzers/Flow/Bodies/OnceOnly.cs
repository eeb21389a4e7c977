using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace PerfAnalyzers.Flow.Bodies;

/// <summary>Does this happen once in the life of what it happens to, because it asks first whether it has?</summary>
internal sealed class OnceOnly(MemberBodies bodies)
{
    /// <summary>Whether an assignment gives a collection its first value, and replaces nothing.</summary>
    public bool IsFirstValue(IOperation assignment, ISymbol store, CancellationToken cancellationToken) =>
        bodies.MemberOf(assignment, cancellationToken) is not IMethodSymbol { MethodKind: not (MethodKind.Constructor or MethodKind.StaticConstructor) } ||
        IsBehindQuestion(assignment, store) || IsBehindFlag(assignment);

    /// <summary>Whether something is put into a collection only while that is empty, or has not been filled by the same code before.</summary>
    public static bool IsFirstFilling(IOperation add, ISymbol store) => IsBehindQuestion(add, store) || IsBehindFlag(add);

    // if (_all == null) { _all = ...; _all.Add(...); }, if (_all.Count > 0) return;
    private static bool IsBehindQuestion(IOperation operation, ISymbol store)
    {
        foreach (var (condition, outcome) in DecidingConditions.Of(operation))
        {
            if (AsksWhetherEmpty(condition, outcome, store))
                return true;
        }

        return false;
    }

    // if (_isLoaded) return; ... _isLoaded = true;
    private static bool IsBehindFlag(IOperation operation)
    {
        var assigned = Assignments.In(OperationShape.RootOf(operation));
        foreach (var (condition, _) in DecidingConditions.Of(operation))
        {
            foreach (var part in condition.DescendantsAndSelf())
            {
                if (part is IFieldReferenceOperation { Field: { Type.SpecialType: SpecialType.System_Boolean or SpecialType.System_Int32 } flag } && assigned.Contains(flag))
                    return true;
            }
        }

        return false;
    }

    private static bool AsksWhetherEmpty(IOperation condition, bool outcome, ISymbol store)
    {
        switch (OperationShape.Unwrap(condition))
        {
            case IUnaryOperation { OperatorKind: UnaryOperatorKind.Not } not:
                return AsksWhetherEmpty(not.Operand, !outcome, store);
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalAnd or BinaryOperatorKind.ConditionalOr } both:
                return AsksWhetherEmpty(both.LeftOperand, outcome, store) || AsksWhetherEmpty(both.RightOperand, outcome, store);
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals } equality:
                return outcome && Names(equality, store) && IsNothing(equality.RightOperand);
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.NotEquals or BinaryOperatorKind.GreaterThan } difference:
                return !outcome && Names(difference, store) && IsNothing(difference.RightOperand);
            case IIsPatternOperation { Pattern: IConstantPatternOperation { Value: var constant } } pattern:
                return outcome && Names(pattern.Value, store) && IsNothing(constant);
            case IIsPatternOperation { Pattern: INegatedPatternOperation } pattern:
                return !outcome && Names(pattern.Value, store);
            // _all.Any(), _all.IsEmpty
            case IInvocationOperation { TargetMethod: { Name: "Any", Parameters.Length: <= 1 } } any:
                return !outcome && any.Arguments.Length <= 1 && Names(any, store);
            case IPropertyReferenceOperation { Property.Type.SpecialType: SpecialType.System_Boolean } empty:
                return outcome && Names(empty, store);
            default:
                return false;
        }
    }

    private static bool IsNothing(IOperation value) => value.ConstantValue is { HasValue: true, Value: null or 0 };

    private static bool Names(IOperation operation, ISymbol store) => operation.DescendantsAndSelf().Any(o =>
        SymbolEqualityComparer.Default.Equals(o is ILocalReferenceOperation local ? local.Local : (o as IMemberReferenceOperation)?.Member.OriginalDefinition, store.OriginalDefinition));
}
