using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace PerfAnalyzers.Flow.Bodies;

/// <summary>What must be so for an operation to run: <c>if (a) { Run(); }</c>, <c>if (b) return; Run();</c>.</summary>
internal static class DecidingConditions
{
    /// <summary>The conditions around an operation and before it, the nearest first, with how each must turn out.</summary>
    /// <param name="operation">The operation.</param>
    /// <param name="within">Where to stop; null for the whole body.</param>
    public static IEnumerable<(IOperation Condition, bool Outcome)> Of(IOperation operation, IOperation? within = null)
    {
        for (var (child, parent) = (operation, operation.Parent); parent is not null && child != within; (child, parent) = (parent, parent.Parent))
        {
            if (parent is IConditionalOperation choice && child != choice.Condition)
                yield return (choice.Condition, child == choice.WhenTrue);
            else if (parent is IBlockOperation block)
            {
                foreach (var earlier in block.Operations.TakeWhile(o => o != child).OfType<IConditionalOperation>().Where(c => c.WhenFalse is null && GoesElsewhere(c.WhenTrue)))
                    yield return (earlier.Condition, false);
            }
        }
    }

    /// <summary>
    /// What a condition with an outcome says for certain, each part with its own outcome: of <c>a &amp;&amp; !b</c> that is true, <c>a</c> and not <c>b</c>; of <c>a || b</c> that is false, neither. What cannot be taken apart is
    /// a part itself.
    /// </summary>
    public static IEnumerable<(IOperation Test, bool Outcome)> Parts(IOperation condition, bool outcome)
    {
        var pending = new Stack<(IOperation Condition, bool Outcome)>();
        pending.Push((condition, outcome));
        while (pending.Count > 0)
        {
            (var part, outcome) = pending.Pop();
            part = OperationShape.Unwrap(part);
            switch (part)
            {
                case IUnaryOperation { OperatorKind: UnaryOperatorKind.Not, Operand: var negated }:
                    pending.Push((negated, !outcome));
                    break;
                case IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalAnd or BinaryOperatorKind.ConditionalOr } both when outcome == both.OperatorKind is BinaryOperatorKind.ConditionalAnd:
                    pending.Push((both.RightOperand, outcome));
                    pending.Push((both.LeftOperand, outcome));
                    break;
                default:
                    yield return (part, outcome);
                    break;
            }
        }
    }

    /// <summary>Whether nothing below a statement runs after it: <c>return</c>, <c>throw</c>, <c>continue</c>, <c>break</c>.</summary>
    public static bool GoesElsewhere(IOperation statement) => statement switch
    {
        IReturnOperation { Kind: OperationKind.Return or OperationKind.YieldBreak } or IThrowOperation or IBranchOperation or IExpressionStatementOperation { Operation: IThrowOperation } => true,
        IBlockOperation { Operations: { Length: > 0 } statements } => GoesElsewhere(statements[statements.Length - 1]),
        _ => false,
    };
}
