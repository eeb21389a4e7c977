using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Flow.Bodies;
using PerfAnalyzers.Knowledge;
using static PerfAnalyzers.Flow.Bodies.OperationShape;

namespace PerfAnalyzers.Flow.Loops;

/// <summary>Does the code say that a sequence has few elements, however much data there is? <c>new[] { 1, 2, 3 }</c>, <c>Enum.GetValues&lt;Kind&gt;()</c>, <c>orders.Take(3)</c>.</summary>
internal sealed class FewElements(ApiIndex apis)
{
    /// <summary>A sequence with at most this many elements, by the code, does not grow with data.</summary>
    private const int Most = 8;

    /// <summary>Sequences looked at for one, of choices of choices and behind operators.</summary>
    private const int MaxSequences = 20;

    /// <summary>Whether the turns of <paramref name="repeat"/> are as few.</summary>
    public bool Are(Repeat repeat)
    {
        if (repeat.Loop is IForLoopOperation { Condition: IBinaryOperation { RightOperand.ConstantValue: { HasValue: true, Value: int bound } } end } loop)
            return (end.OperatorKind is BinaryOperatorKind.GreaterThan or BinaryOperatorKind.GreaterThanOrEqual ? StartOf(loop) - bound : bound) <= Most;

        return repeat.Source is { } source && AreIn(source);
    }

    /// <summary>Whether a sequence has few elements, whatever of several it is.</summary>
    public bool AreIn(IOperation sequence)
    {
        // Most are neither chosen nor cut out of another.
        if (Unwrap(LoopGuards.Definition(sequence)) is var written and not (IConditionalOperation or IInvocationOperation))
            return IsWrittenOut(written);

        var pending = new Stack<IOperation>();
        pending.Push(sequence);
        // A variable may be given itself, in code that is being written: var hashes = known ? null : hashes;
        for (var looked = 0; pending.Count > 0; looked++)
        {
            var value = Unwrap(LoopGuards.Definition(pending.Pop()));
            if (looked >= MaxSequences)
                return false;

            // hash is null ? null : new[] { hash }
            if (value is IConditionalOperation { WhenTrue: var one, WhenFalse: { } other })
            {
                pending.Push(one);
                pending.Push(other);
            }
            else if (value is IInvocationOperation call && !IsCutShort(call) && HandsOn(call) is { } of)
            {
                pending.Push(of);
            }
            else if (!(IsNull(value) && looked > 0) && !IsWrittenOut(value))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether a call takes no more of a sequence than a number that the code says: <c>orders.Take(20)</c>.</summary>
    public static bool IsCut(IInvocationOperation call) => NumberTaken(call) is not null;

    /// <summary>Whether a sequence is as long as a number says: <c>Enumerable.Range(0, 3)</c>.</summary>
    public static bool IsCounted(IOperation sequence) => sequence is IInvocationOperation { TargetMethod: { Name: "Range" or "Repeat", ContainingType: { Name: "Enumerable", ContainingNamespace.Name: "Linq" } } };

    private static bool IsCutShort(IInvocationOperation call) => NumberTaken(call) is <= Most;

    private static int? NumberTaken(IInvocationOperation call) =>
        call is { TargetMethod: { Name: "Take", IsExtensionMethod: true }, Arguments: { Length: > 0 } arguments } && arguments[arguments.Length - 1].Value.ConstantValue is { HasValue: true, Value: int number } ? number : null;

    // names.Where(...), names.Select(...), names.ToList(): no more than names has.
    private IOperation? HandsOn(IInvocationOperation call) =>
        ReceiverOf(call) is { } receiver && apis.Find(call.TargetMethod) is { Yields: ApiYields.Same or ApiYields.Result } && call.TargetMethod.Name != nameof(Enumerable.SelectMany) &&
        !call.Arguments.Any(a => a.Value != receiver && ValuePath.IsSequence(Unwrap(a.Value).Type))
            ? receiver
            : null;

    private bool IsWrittenOut(IOperation value) => value switch
    {
        IArrayCreationOperation { Initializer.ElementValues.Length: var length } => length <= Most,
        ICollectionExpressionOperation { Elements: var elements } => elements.Length <= Most && !elements.Any(e => e is ISpreadOperation),
        IObjectCreationOperation { Initializer.Initializers: { Length: > 0 and <= Most } } => true,
        IInvocationOperation { Arguments: { Length: 2 } arguments } when IsCounted(value) => arguments[1].Value.ConstantValue is { HasValue: true, Value: <= Most },
        IInvocationOperation call => IsCutShort(call) || apis.Find(call.TargetMethod)?.Effect is ApiEffect.Few,
        IFieldReferenceOperation { Field: { IsStatic: true, IsReadOnly: true } table } => WrittenOut.Is(table),
        IPropertyReferenceOperation { Property: { IsStatic: true, SetMethod: null } table } => WrittenOut.Is(table),
        _ => false,
    };

    // for (var i = 3; i > 0; i--): of a loop that counts down, it is the start that says how often.
    private static int? StartOf(IForLoopOperation loop) =>
        loop.Before.SelectMany(b => b.Descendants()).OfType<IVariableInitializerOperation>().Select(i => i.Value.ConstantValue).FirstOrDefault() is { HasValue: true, Value: int start } ? start : null;
}
