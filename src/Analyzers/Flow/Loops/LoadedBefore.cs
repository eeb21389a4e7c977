using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Flow.Bodies;
using PerfAnalyzers.Knowledge;
using static PerfAnalyzers.Flow.Bodies.OperationShape;

namespace PerfAnalyzers.Flow.Loops;

/// <summary>
/// Does something run only where a context has not loaded it yet: <c>db.Orders.Local.FindEntry(id)?.Entity ?? db.Orders.Single(o => o.Id == id)</c>,
/// <c>if (!db.Entry(order).Reference(o => o.Account).IsLoaded)</c>?
/// </summary>
internal sealed class LoadedBefore(ApiIndex apis)
{
    /// <summary>Calls and variables between a condition and the context.</summary>
    private const int MaxSteps = 20;

    /// <summary>Whether the conditions of a function let an operation run only there.</summary>
    public bool IsLacking(IOperation operation, IOperation function) => DecidingConditions.Of(operation, function).Any(c => IsLacking(c.Condition, c.Outcome, 0));

    /// <summary>Whether a value is of what a context has loaded.</summary>
    public bool Has(IOperation value) => Has(value, 0);

    private bool IsLacking(IOperation condition, bool outcome, int steps) => steps < MaxSteps && Unwrap(condition) switch
    {
        IUnaryOperation { OperatorKind: UnaryOperatorKind.Not, Operand: var negated } => IsLacking(negated, !outcome, steps + 1),
        IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalAnd or BinaryOperatorKind.ConditionalOr } both =>
            outcome == both.OperatorKind is BinaryOperatorKind.ConditionalAnd && (IsLacking(both.LeftOperand, outcome, steps + 1) || IsLacking(both.RightOperand, outcome, steps + 1)),
        ILocalReferenceOperation { Type.SpecialType: SpecialType.System_Boolean } local => LocalDefinitions.Of(local).Any(d => IsLacking(d, outcome, steps + 1)),
        var test when NullTested(test) is { } missing => outcome && Has(missing, steps + 1),
        IBinaryOperation { OperatorKind: BinaryOperatorKind.NotEquals } test when IsNull(test.RightOperand) => !outcome && Has(test.LeftOperand, steps + 1),
        // is not null, is { } order, is Order order
        IIsPatternOperation { Pattern: INegatedPatternOperation { Pattern: IConstantPatternOperation } or IRecursivePatternOperation or IDeclarationPatternOperation or ITypePatternOperation, Value: var found } => !outcome && Has(found, steps + 1),
        IInvocationOperation or IPropertyReferenceOperation { Type.SpecialType: SpecialType.System_Boolean } => !outcome && Has(condition, steps + 1),
        _ => false,
    };

    private bool Has(IOperation value, int steps)
    {
        for (value = Unwrap(value); steps < MaxSteps; steps++)
        {
            switch (value)
            {
                case IConditionalAccessOperation access:
                    value = Unwrap(access.Operation);
                    break;
                case IMemberReferenceOperation member when apis.Find(member.Member) is { Effect: ApiEffect.Loaded }:
                case IInvocationOperation call when apis.Find(call.TargetMethod) is { Effect: ApiEffect.Loaded }:
                    return true;
                case IMemberReferenceOperation { Instance: { } holder }:
                    value = Unwrap(holder);
                    break;
                case IInvocationOperation call when ReceiverOf(call) is { } receiver:
                    value = Unwrap(receiver);
                    break;
                case ILocalReferenceOperation local:
                    return LocalDefinitions.Of(local).Any(d => Has(d, steps + 1));
                default:
                    return false;
            }
        }

        return false;
    }
}
