using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Flow.Bodies;

namespace PerfAnalyzers.Flow.Loops;

/// <summary>
/// <c>foreach (var session in sessions) { if (session.Id == current) SignOut(session); }</c>: goes through all for the sake of one. What tells the one is the element itself, or what no
/// two elements share; many have the same status.
/// </summary>
internal static class OneElement
{
    /// <summary>Whether only one element of <paramref name="repeat"/> gets as far as <paramref name="operation"/>.</summary>
    public static bool GetsTo(Repeat repeat, IOperation operation)
    {
        if (repeat.Element is not { } element)
            return false;

        return DecidingConditions.Of(operation, repeat.Construct).Any(c => Chooses(c.Condition, c.Outcome)) || IsInCase();

        bool IsInCase()
        {
            for (var child = operation; child.Parent is { } parent && child != repeat.Construct; child = parent)
            {
                var isOne = parent switch
                {
                    ISwitchCaseOperation { Parent: ISwitchOperation { Value: var value } } @case => Is(value) && @case.Clauses.All(c => c is ISingleValueCaseClauseOperation),
                    ISwitchExpressionArmOperation { Parent: ISwitchExpressionOperation { Value: var value }, Pattern: IConstantPatternOperation } arm => child == arm.Value && Is(value),
                    _ => false,
                };
                if (isOne)
                    return true;
            }

            return false;
        }

        bool Chooses(IOperation condition, bool outcome) => DecidingConditions.Parts(condition, outcome).Any(p => IsChoice(p.Test, p.Outcome));

        bool IsChoice(IOperation part, bool outcome) => part switch
        {
            IBinaryOperation { OperatorKind: var kind } test when kind == (outcome ? BinaryOperatorKind.Equals : BinaryOperatorKind.NotEquals) => AreSame(test.LeftOperand, test.RightOperand),
            IIsPatternOperation { Pattern: IConstantPatternOperation, Value: var value } => outcome && Is(value),
            IIsPatternOperation { Pattern: INegatedPatternOperation { Pattern: IConstantPatternOperation }, Value: var value } => !outcome && Is(value),
            IInvocationOperation { TargetMethod.Name: "Equals", Instance: { } left, Arguments: { Length: > 0 } others } => outcome && AreSame(left, others[0].Value),
            IInvocationOperation { TargetMethod: { Name: "Equals", IsStatic: true }, Arguments: { Length: > 1 } both } => outcome && AreSame(both[0].Value, both[1].Value),
            _ => false,
        };

        bool AreSame(IOperation left, IOperation right) => (Tells(left) && IsTheSameEachTurn(right)) || (Tells(right) && IsTheSameEachTurn(left));

        // The element, or its key: of an entity, of a pair, of a group.
        bool Tells(IOperation part) => Is(part) || (OperationShape.Unwrap(part) is IPropertyReferenceOperation { Instance: { } of, Property: var property } && Is(of) &&
            (OperationShape.IsIdentity(property) || property is { Name: "Key", ContainingType.Name: "KeyValuePair" or "IGrouping" }));

        bool Is(IOperation value) => SymbolEqualityComparer.Default.Equals(OperationShape.VariableOf(OperationShape.Unwrap(value)), element);

        bool IsTheSameEachTurn(IOperation value) => !OperationShape.IsNull(value) && !LoopGuards.MadeIn(repeat, value);
    }
}
