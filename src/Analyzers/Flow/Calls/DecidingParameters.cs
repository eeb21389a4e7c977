using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Flow.Bodies;
using static PerfAnalyzers.Flow.Bodies.OperationShape;

namespace PerfAnalyzers.Flow.Calls;

/// <summary>
/// <c>GetFolder(movie, config = null) { config ??= Load(); ... }</c>: the round trip is there for callers that leave the parameter out, and
/// passing the value is how such a finding is fixed. <c>GetById(id, fromDb = false) { if (fromDb) return Load(id); ... }</c> is the same, for
/// callers that ask for it. What is known of parameters are the bits of <see cref="KnownParameters.Bits"/>.
/// </summary>
internal static class DecidingParameters
{
    /// <summary>Parameters that are followed; members with more leave the rest unknown.</summary>
    private const int Most = 32;

    /// <summary>The bit that must not be known of a parameter for <paramref name="operation"/> to run; -1 when it does not depend on one.</summary>
    public static int RunsUnless(IOperation operation)
    {
        for (var child = operation; child.Parent is { } parent and not (IAnonymousFunctionOperation or ILocalFunctionOperation); child = parent)
        {
            var bit = parent switch
            {
                ICoalesceAssignmentOperation assignment when child == assignment.Value => Optional(assignment.Target)?.Ordinal,
                ICoalesceOperation coalesce when child == coalesce.WhenNull => Optional(coalesce.Value)?.Ordinal,
                IConditionalOperation conditional when child == conditional.WhenTrue => UnlessFor(conditional.Condition, true),
                IConditionalOperation conditional when child == conditional.WhenFalse => UnlessFor(conditional.Condition, false),
                _ => null,
            };
            if (bit is { } known)
                return known;
        }

        return -1;
    }

    /// <summary>What a call says about the callee's parameters by itself.</summary>
    public static ulong GivenBy(IInvocationOperation call)
    {
        var mask = 0UL;
        foreach (var argument in call.Arguments)
        {
            if (argument.Parameter is not { Ordinal: < Most and var ordinal } parameter)
                continue;

            if (parameter.Type.SpecialType is SpecialType.System_Boolean)
            {
                if (argument.Value.ConstantValue is { HasValue: true, Value: bool value })
                    mask |= 1UL << (value ? ordinal : ordinal + Most);
            }
            else if (parameter.IsOptional && argument.ArgumentKind is ArgumentKind.Explicit && argument.Value.ConstantValue is not { HasValue: true, Value: null } &&
                Unwrap(argument.Value) is not IDefaultValueOperation && Optional(argument.Value) is null)
            {
                mask |= 1UL << ordinal;
            }
        }

        return mask;
    }

    /// <summary>The bits of the callee's parameters that are as those of the caller's, because the call passes a parameter on.</summary>
    public static ImmutableArray<(int Bit, int Callers)> PassedOnBy(IInvocationOperation call)
    {
        ImmutableArray<(int, int)> passed = [];
        foreach (var argument in call.Arguments)
        {
            if (argument is not { ArgumentKind: ArgumentKind.Explicit, Parameter: { Ordinal: < Most and var ordinal } parameter })
                continue;

            if (Boolean(argument.Value) is { Ordinal: var flag })
                passed = passed.Add((ordinal, flag)).Add((ordinal + Most, flag + Most));
            else if (parameter.IsOptional && Optional(argument.Value) is { Ordinal: var own })
                passed = passed.Add((ordinal, own));
        }

        return passed;
    }

    private static IParameterSymbol? Optional(IOperation value) =>
        Unwrap(value) is IParameterReferenceOperation { Parameter: { IsOptional: true, Ordinal: < Most } parameter } reference && IsOfOwnFunction(reference) ? parameter : null;

    private static IParameterSymbol? Boolean(IOperation value) =>
        Unwrap(value) is IParameterReferenceOperation { Parameter: { Type.SpecialType: SpecialType.System_Boolean, Ordinal: < Most } parameter } reference && IsOfOwnFunction(reference) ? parameter : null;

    // What must not be known for a condition to have this outcome: fromDb, !fromDb, fromDb && more; config == null.
    private static int? UnlessFor(IOperation condition, bool outcome) => DecidingConditions.Parts(condition, outcome).Select(p => p switch
    {
        (var test, var isTrue) when Boolean(test) is { Ordinal: var ordinal } => isTrue ? ordinal + Most : ordinal,
        (var test, true) when NullTested(test) is { } tested => Optional(tested)?.Ordinal,
        _ => null,
    }).FirstOrDefault(bit => bit is not null);
}
