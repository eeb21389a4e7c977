using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Flow.Bodies;
using static PerfAnalyzers.Flow.Bodies.OperationShape;

namespace PerfAnalyzers.Flow.Calls;

/// <summary>A parameter that has to be one of some constants, or none of them.</summary>
/// <param name="Ordinal">The parameter.</param>
/// <param name="Constants">The constants, as <see cref="DecidingConstants.ByteOf"/> has them.</param>
/// <param name="IsOneOf">Whether it has to be one of them; otherwise, none.</param>
internal sealed record ConstantTest(int Ordinal, ImmutableArray<byte> Constants, bool IsOneOf)
{
    /// <summary>Whether what is known of the parameters denies it.</summary>
    public bool IsDenied(KnownParameters known) => known.ConstantOf(Ordinal) is not 0 and var constant && Constants.Contains(constant) != IsOneOf;
}

/// <summary>
/// <c>GetImage(ImageType type) { if (type == ImageType.Chapter) return Load(); ... }</c>: the round trip is there for callers that ask for chapters. <see cref="DecidingParameters"/> is the same for
/// flags and what may be left out.
/// </summary>
internal static class DecidingConstants
{
    /// <summary>What the parameters of a function must be for an operation in it to run, as far as enumerations say.</summary>
    public static ImmutableArray<ConstantTest> Of(IOperation operation)
    {
        var tests = ImmutableArray.CreateBuilder<ConstantTest>();
        var function = FunctionAround(operation);
        foreach (var (condition, outcome) in DecidingConditions.Of(operation, function))
        {
            foreach (var (part, isTrue) in DecidingConditions.Parts(condition, outcome))
            {
                if (Test(part) is { } test)
                    tests.Add(test with { IsOneOf = test.IsOneOf == isTrue });
            }
        }

        for (var child = operation; child.Parent is { } parent && parent != function; child = parent)
        {
            switch (parent)
            {
                // goto case: one case runs for what another is for.
                case ISwitchCaseOperation { Parent: ISwitchOperation choice } here when child is not ICaseClauseOperation && !choice.Descendants().Any(o => o is IBranchOperation { BranchKind: BranchKind.GoTo }):
                    Add(choice.Value, ConstantsOf(here), choice.Cases.Where(c => c != here).Select(ConstantsOf));
                    break;
                case ISwitchExpressionArmOperation { Parent: ISwitchExpressionOperation choice } here when child == here.Value:
                    Add(choice.Value, ConstantsOf(here), choice.Arms.Where(a => a != here).Select(ConstantsOf));
                    break;
            }
        }

        return tests.ToImmutable();

        // Where a case is for anything else, none of those of which another says all.
        void Add(IOperation value, ImmutableArray<byte> here, IEnumerable<ImmutableArray<byte>> others)
        {
            if (ParameterOf(value) is not { } ordinal)
                return;

            if (!here.IsDefault)
                tests.Add(new(ordinal, here, true));
            else if (others.Where(o => !o.IsDefault).SelectMany(o => o).ToImmutableArray() is { IsEmpty: false } taken)
                tests.Add(new(ordinal, taken, false));
        }
    }

    /// <summary>The constant of an enumeration as a byte: its value plus one; 0 of anything else, and of what has no room.</summary>
    public static byte ByteOf(IOperation value) =>
        value.ConstantValue is { HasValue: true, Value: { } constant } && value.Type is { TypeKind: TypeKind.Enum } && constant is not (ulong or long or uint) && Convert.ToInt32(constant, System.Globalization.CultureInfo.InvariantCulture) is >= 0 and < byte.MaxValue and var number
            ? (byte)(number + 1)
            : (byte)0;

    /// <summary>What a call says about the callee's parameters by itself.</summary>
    public static KnownParameters GivenBy(IInvocationOperation call, KnownParameters known) =>
        call.Arguments.Aggregate(known, (all, a) => a.Parameter is { Ordinal: < KnownParameters.MostConstants and var ordinal, Type.TypeKind: TypeKind.Enum } && ByteOf(a.Value) is not 0 and var constant ? all.With(ordinal, constant) : all);

    /// <summary>The callee's parameters that are as those of the caller's, because the call passes a parameter on.</summary>
    public static ImmutableArray<(int Ordinal, int Callers)> PassedOnBy(IInvocationOperation call) =>
    [
        .. call.Arguments.Where(a => a.Parameter is { Ordinal: < KnownParameters.MostConstants, Type.TypeKind: TypeKind.Enum } && ParameterOf(a.Value) is not null).Select(a => (a.Parameter!.Ordinal, ParameterOf(a.Value)!.Value)),
    ];

    // type == A, type != A, type == A || type == B, type is A or B
    private static ConstantTest? Test(IOperation condition) => Unwrap(condition) switch
    {
        IBinaryOperation { OperatorKind: (BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals) and var kind, LeftOperand: var left, RightOperand: var right } =>
            Test(left, ByteOf(right), kind is BinaryOperatorKind.Equals) ?? Test(right, ByteOf(left), kind is BinaryOperatorKind.Equals),
        IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalOr } either when Test(either.LeftOperand) is { IsOneOf: true } left && Test(either.RightOperand) is { IsOneOf: true } right && left.Ordinal == right.Ordinal =>
            left with { Constants = left.Constants.AddRange(right.Constants) },
        IIsPatternOperation { Value: var value, Pattern: INegatedPatternOperation { Pattern: var pattern } } => Test(value, pattern, false),
        IIsPatternOperation { Value: var value, Pattern: var pattern } => Test(value, pattern, true),
        _ => null,
    };

    private static ConstantTest? Test(IOperation value, byte constant, bool isOneOf) => constant != 0 && ParameterOf(value) is { } ordinal ? new(ordinal, [constant], isOneOf) : null;

    private static ConstantTest? Test(IOperation value, IPatternOperation pattern, bool isOneOf) => ParameterOf(value) is { } ordinal && ConstantsOf(pattern) is { IsDefault: false } constants ? new(ordinal, constants, isOneOf) : null;

    // Default where it is for something else, too.
    private static ImmutableArray<byte> ConstantsOf(ISwitchCaseOperation @case) => All(@case.Clauses.Select(c => c switch
    {
        ISingleValueCaseClauseOperation { Value: var value } => ByteOf(value) is not 0 and var constant ? [constant] : default,
        IPatternCaseClauseOperation { Guard: null, Pattern: var pattern } => ConstantsOf(pattern),
        _ => default,
    }));

    private static ImmutableArray<byte> ConstantsOf(ISwitchExpressionArmOperation arm) => arm.Guard is null ? ConstantsOf(arm.Pattern) : default;

    private static ImmutableArray<byte> ConstantsOf(IPatternOperation pattern) => pattern switch
    {
        IConstantPatternOperation { Value: var value } => ByteOf(Unwrap(value)) is not 0 and var constant ? [constant] : default,
        IBinaryPatternOperation { OperatorKind: BinaryOperatorKind.Or } either => All([ConstantsOf(either.LeftPattern), ConstantsOf(either.RightPattern)]),
        _ => default,
    };

    private static ImmutableArray<byte> All(IEnumerable<ImmutableArray<byte>> parts)
    {
        ImmutableArray<byte> all = [];
        foreach (var part in parts)
        {
            if (part.IsDefault)
                return default;

            all = all.AddRange(part);
        }

        return all;
    }

    // A parameter that the body gives another value is no longer what the caller gave.
    private static int? ParameterOf(IOperation value) =>
        Unwrap(value) is IParameterReferenceOperation { Parameter: { Type.TypeKind: TypeKind.Enum, Ordinal: < KnownParameters.MostConstants and var ordinal } } reference && IsOfOwnFunction(reference) && LocalDefinitions.Of(reference).IsEmpty ? ordinal : null;
}
