using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace PerfAnalyzers.Flow.Bodies;

/// <summary>
/// One step back from a value, as far as the language alone decides it: through conversions, <c>await</c>, conditions and assignments.
/// Everybody who asks where a value comes from goes back by these steps, whatever the question.
/// </summary>
internal static class ValueSteps
{
    /// <summary>The values that this one may be; empty when it is what a call, a variable or a member yields.</summary>
    public static ImmutableArray<IOperation> Back(IOperation value) => value switch
    {
        IConversionOperation conversion => [conversion.Operand],
        IAwaitOperation awaited => [awaited.Operation],
        ITranslatedQueryOperation translated => [translated.Operation],
        IConditionalOperation { WhenFalse: { } whenFalse } conditional => [conditional.WhenTrue, whenFalse],
        ICoalesceOperation coalesce => [coalesce.Value, coalesce.WhenNull],
        ISwitchExpressionOperation choice => [.. choice.Arms.Select(a => a.Value)],
        ISimpleAssignmentOperation assignment => [assignment.Value],
        ICoalesceAssignmentOperation assignment => [assignment.Target, assignment.Value],
        // rows?.Where(...): what stands behind the question mark, and there what stands before it.
        IConditionalAccessOperation access => [access.WhenNotNull],
        IConditionalAccessInstanceOperation instance => OperationShape.ReceiverOf(instance) is { } receiver ? [receiver] : [],
        _ => [],
    };
}
