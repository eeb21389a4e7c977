using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using static PerfAnalyzers.Flow.Bodies.OperationShape;

namespace PerfAnalyzers.Flow.Bodies;

/// <summary><c>Load(bool async)</c>: one body for callers that await and for those that cannot, as EF Core's own are written.</summary>
internal static class AsyncFlag
{
    private const string Async = "async";

    /// <summary>Whether <paramref name="operation"/> only runs for a caller that asked not to await.</summary>
    public static bool IsOff(IOperation operation) => DecidingConditions.Of(operation, FunctionAround(operation)).Any(c => Is(c.Condition, !c.Outcome));

    // Whether a condition is the flag, or with the other outcome its opposite.
    private static bool Is(IOperation condition, bool isFlag) => Unwrap(condition) switch
    {
        IUnaryOperation { OperatorKind: UnaryOperatorKind.Not, Operand: var negated } => Is(negated, !isFlag),
        IParameterReferenceOperation { Parameter: { Type.SpecialType: SpecialType.System_Boolean, Name: var name } } => isFlag && name.EndsWith(Async, StringComparison.OrdinalIgnoreCase),
        _ => false,
    };
}
