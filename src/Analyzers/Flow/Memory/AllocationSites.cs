using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Flow.Bodies;
using PerfAnalyzers.Knowledge;

namespace PerfAnalyzers.Flow.Memory;

/// <summary>What a body allocates without saying so: strings that grow in a loop, closures, boxed values, arrays for <c>params</c>, copies.</summary>
internal sealed class AllocationSites(MemoryApis memory)
{
    /// <summary>The places, of each kind the first, one in a loop before others.</summary>
    public IEnumerable<AllocationSite> In(IOperation body) => body.DescendantsAndSelf().Select(Of).OfType<AllocationSite>()
        .GroupBy(s => s.What).Select(kind => kind.OrderByDescending(s => s.IsRepeated).First());

    private AllocationSite? Of(IOperation operation)
    {
        var isRepeated = IsRepeated(operation);
        return operation switch
        {
            ICompoundAssignmentOperation { OperatorKind: BinaryOperatorKind.Add, Type.SpecialType: SpecialType.System_String } when isRepeated => Growing(operation),
            ISimpleAssignmentOperation { Type.SpecialType: SpecialType.System_String, Value: IBinaryOperation { OperatorKind: BinaryOperatorKind.Add } sum } assignment when isRepeated && IsSame(assignment.Target, sum) => Growing(operation),
            IAnonymousFunctionOperation lambda when Captures(lambda) => new(operation, "A closure is made", "hand the lambda what it needs, and make it static", isRepeated),
            IConversionOperation { Type: { IsReferenceType: true } to, OperatorMethod: null, Operand: { Type.IsValueType: true, ConstantValue.HasValue: false } } when to.TypeKind is TypeKind.Class or TypeKind.Interface && !IsJoined(operation) && !OperationShape.IsInTree(operation) =>
                new(operation, "A value is boxed", "take a generic or an overload for the type", isRepeated),
            IArgumentOperation { ArgumentKind: ArgumentKind.ParamArray, Value: IArrayCreationOperation { Initializer.ElementValues.Length: > 0 } } => new(operation, "An array is made for 'params'", "take an overload without, or a span", isRepeated),
            IInvocationOperation call when memory.Find(call.TargetMethod, call.Instance?.Type) is ApiEffect.Copies => new(operation, $"'{call.TargetMethod.Name}' copies a sequence", "go through the sequence itself", isRepeated),
            _ => null,
        };
    }

    // "no. " + id: the compiler asks the value itself for its text.
    private static bool IsJoined(IOperation conversion) => conversion.Parent is IBinaryOperation { OperatorKind: BinaryOperatorKind.Add, Type.SpecialType: SpecialType.System_String } or
        ICompoundAssignmentOperation { OperatorKind: BinaryOperatorKind.Add, Type.SpecialType: SpecialType.System_String };

    private static AllocationSite Growing(IOperation operation) => new(operation, "A string grows", "append to a StringBuilder", true);

    private static bool IsSame(IOperation target, IBinaryOperation sum)
    {
        IOperation first = sum;
        while (first is IBinaryOperation { OperatorKind: BinaryOperatorKind.Add } inner)
            first = OperationShape.Unwrap(inner.LeftOperand);

        return target switch
        {
            ILocalReferenceOperation local => first is ILocalReferenceOperation same && SymbolEqualityComparer.Default.Equals(local.Local, same.Local),
            IMemberReferenceOperation member => first is IMemberReferenceOperation same && SymbolEqualityComparer.Default.Equals(member.Member, same.Member),
            _ => false,
        };
    }

    private static bool IsRepeated(IOperation operation)
    {
        for (var (child, parent) = (operation, operation.Parent); parent is not null; (child, parent) = (parent, parent.Parent))
        {
            if (parent is ILoopOperation loop && loop.Body == child)
                return true;
        }

        return false;
    }

    // What a lambda uses from around it is put into an object that is made anew.
    private static bool Captures(IAnonymousFunctionOperation lambda) => lambda.Parent is IDelegateCreationOperation && lambda.Body.DescendantsAndSelf().Any(o => o switch
    {
        ILocalReferenceOperation { Local: { IsConst: false } local } => !lambda.Declares(local),
        IParameterReferenceOperation { Parameter: var parameter } => !lambda.Declares(parameter),
        IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.ContainingTypeInstance } => true,
        _ => false,
    });
}
