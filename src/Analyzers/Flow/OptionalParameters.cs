using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using static PerfAnalyzers.Flow.OperationShape;

namespace PerfAnalyzers.Flow;

/// <summary>
/// <c>GetFolder(movie, config = null) { config ??= Load(); ... }</c>: the round trip is there for callers that leave the parameter out, and
/// passing the value is how such a finding is fixed.
/// </summary>
internal static class OptionalParameters
{
    /// <summary>The ordinal of the optional parameter that must be missing for <paramref name="operation"/> to run; -1 when none must.</summary>
    public static int MissingAt(IOperation operation)
    {
        for (var child = operation; child.Parent is { } parent; child = parent)
        {
            var parameter = parent switch
            {
                ICoalesceAssignmentOperation assignment when child == assignment.Value => Optional(assignment.Target),
                ICoalesceOperation coalesce when child == coalesce.WhenNull => Optional(coalesce.Value),
                IConditionalOperation conditional when child == conditional.WhenTrue => IsNullTest(conditional.Condition),
                IAnonymousFunctionOperation or ILocalFunctionOperation => null,
                _ => null,
            };
            if (parameter is not null)
                return parameter.Ordinal;

            if (parent is IAnonymousFunctionOperation or ILocalFunctionOperation)
                break;
        }

        return -1;
    }

    /// <summary>The optional parameters for which a call gives a value that is not null: bit n for ordinal n.</summary>
    public static ulong GivenBy(IInvocationOperation call)
    {
        var mask = 0UL;
        foreach (var argument in call.Arguments)
        {
            if (argument is { ArgumentKind: ArgumentKind.Explicit, Parameter: { IsOptional: true, Ordinal: < 64 and var ordinal } } &&
                argument.Value.ConstantValue is not { HasValue: true, Value: null } &&
                Unwrap(argument.Value) is not IDefaultValueOperation && Optional(argument.Value) is null)
            {
                mask |= 1UL << ordinal;
            }
        }

        return mask;
    }

    /// <summary>The optional parameters for which a call passes an optional parameter of its own member on.</summary>
    public static ImmutableArray<(int Ordinal, int Callers)> PassedOnBy(IInvocationOperation call)
    {
        ImmutableArray<(int, int)> passed = [];
        foreach (var argument in call.Arguments)
        {
            if (argument is { ArgumentKind: ArgumentKind.Explicit, Parameter: { IsOptional: true, Ordinal: < 64 and var ordinal } } && Optional(argument.Value) is { Ordinal: < 64 } own)
                passed = passed.Add((ordinal, own.Ordinal));
        }

        return passed;
    }

    private static IParameterSymbol? Optional(IOperation value) =>
        Unwrap(value) is IParameterReferenceOperation { Parameter: { IsOptional: true, Ordinal: < 64 } parameter } ? parameter : null;

    // config == null, config is null
    private static IParameterSymbol? IsNullTest(IOperation condition) => Unwrap(condition) switch
    {
        IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals } test when Unwrap(test.RightOperand).ConstantValue is { HasValue: true, Value: null } =>
            Optional(test.LeftOperand),
        IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals } test when Unwrap(test.LeftOperand).ConstantValue is { HasValue: true, Value: null } =>
            Optional(test.RightOperand),
        IIsPatternOperation { Pattern: IConstantPatternOperation { Value.ConstantValue: { HasValue: true, Value: null } } } pattern => Optional(pattern.Value),
        _ => null,
    };
}
