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

    /// <summary>Whether nothing below a statement runs after it: <c>return</c>, <c>throw</c>, <c>continue</c>, <c>break</c>.</summary>
    public static bool GoesElsewhere(IOperation statement) => statement switch
    {
        IReturnOperation { Kind: OperationKind.Return or OperationKind.YieldBreak } or IThrowOperation or IBranchOperation or IExpressionStatementOperation { Operation: IThrowOperation } => true,
        IBlockOperation { Operations: { Length: > 0 } statements } => GoesElsewhere(statements[statements.Length - 1]),
        _ => false,
    };
}
